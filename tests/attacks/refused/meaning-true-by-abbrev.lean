-- expect: wrong statement-changed
-- The statement through an abbreviation of its own.

abbrev Goal : Prop := True
theorem halts_after_1RB1LB_1LA1RZ : Goal := trivial
