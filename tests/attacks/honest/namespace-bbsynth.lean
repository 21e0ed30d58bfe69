-- expect: proved
-- A lemma in the namespace of the library.

namespace BBSynth.Machine
theorem my_lemma : machine.HaltsAfter 6 :=
  haltsAfter_of_check (by decide +kernel)
end BBSynth.Machine
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.my_lemma
