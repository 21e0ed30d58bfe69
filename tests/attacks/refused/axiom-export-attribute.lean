-- expect: cheating attribute
-- `export` gives a definition a symbol of the runtime.

@[export lean_mk_io_user_error] def mine (s : String) : String := s
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
