-- expect: cheating declaration
-- An `axiom` where a theorem was asked for.

axiom halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7
