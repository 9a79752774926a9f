//! Relations chain: `a < b < c` is one node.

use super::*;

impl<'t> Parser<'t> {
    /// Extends a chain `a < b` by `< c`, or starts one.
    pub(super) fn reduce_relation(&mut self, operator: Operator) -> Result<(), Error> {
        let (Some(right), Some(left)) = (self.operands.pop(), self.operands.pop()) else {
            return Ok(());
        };
        let span = self.span_of(&[left, right]);
        let (mut operators, mut children) = (vec![], vec![left]);
        if let Some(node) = self.tree.node(left)
            && let (Shape::Relations(chain), false) = (&node.shape, node.parenthesized)
        {
            operators = chain.to_vec();
            children = self.tree.children(node).to_vec();
        }
        operators.push(operator);
        children.push(right);
        let asks = |o: &Operator| matches!(o, Operator::Is | Operator::Same);
        if operators.iter().any(asks) && operators.len() > 1 && !operators.iter().all(asks) {
            let help =
                "`=` states an equation, `==` asks whether it holds; use parentheses".to_string();
            return Err(
                Error::syntax(span, "unexpected mix of `==` with other relations").with_help(help)
            );
        }
        let node = self.tree.push(Shape::Relations(operators.into()), &children, span);
        self.operands.push(node);
        Ok(())
    }
}
