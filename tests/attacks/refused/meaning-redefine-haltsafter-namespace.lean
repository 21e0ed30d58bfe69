-- expect: wrong elaboration
-- The same from inside of its namespace.

namespace BBSynth
namespace Machine
def HaltsAfter {n k : Nat} (M : Machine n k) (N : Nat) : Prop := True
end Machine
end BBSynth
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  trivial
