-- expect: cheating declaration
-- An `opaque` constant where a theorem was asked for.

instance : Inhabited (machine.HaltsAfter 7) := ⟨sorry⟩
opaque halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7
