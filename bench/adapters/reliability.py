"""Adapter of viete for the reliability suite: the one place that maps its neutral syntax to ours.

    check_reliability.py --cmd 'viete --plain' --kernel-cmd 'viete-adapters kernel-harness' --adapter bench/adapters/reliability.py
"""


def make(Base):
    class Viete(Base):
        QUIT = ":quit"

        def assume(self, assumptions):
            return ["assume(%s, %s);" % (v, p) for v, p in sorted(assumptions.items()) if p != "complex"]

        def command(self, case):
            a, task = case["args"], case["task"]
            if task == "is":
                return "is(%s)" % a["rel"].replace("==", "=")
            return super().command(case)


    return Viete()
