-- expect: wrong statement-changed
-- `BBSynth` gets a `Config` and a notion of running of its own.

namespace BBSynth.New
def Config := Unit
def Machine.HaltsAfter (M : Machine 2 2) (n : Nat) : Prop := True
theorem _root_.halts_after_1RB1LB_1LA1RZ : Machine.HaltsAfter machine 7 := trivial
end BBSynth.New
