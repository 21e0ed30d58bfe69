-- expect: wrong sorry
-- A `match` with exponentially many cases.

def f : Bool → Bool → Bool → Bool → Bool → Bool → Bool → Bool → Bool → Bool → Bool → Bool → Bool → Bool → Nat
  | true, _, _, _, _, _, _, _, _, _, _, _, _, _ => 0
  | _, true, _, _, _, _, _, _, _, _, _, _, _, _ => 1
  | _, _, true, _, _, _, _, _, _, _, _, _, _, _ => 2
  | _, _, _, true, _, _, _, _, _, _, _, _, _, _ => 3
  | _, _, _, _, true, _, _, _, _, _, _, _, _, _ => 4
  | _, _, _, _, _, true, _, _, _, _, _, _, _, _ => 5
  | _, _, _, _, _, _, true, _, _, _, _, _, _, _ => 6
  | _, _, _, _, _, _, _, true, _, _, _, _, _, _ => 7
  | _, _, _, _, _, _, _, _, true, _, _, _, _, _ => 8
  | _, _, _, _, _, _, _, _, _, true, _, _, _, _ => 9
  | _, _, _, _, _, _, _, _, _, _, true, _, _, _ => 10
  | _, _, _, _, _, _, _, _, _, _, _, true, _, _ => 11
  | _, _, _, _, _, _, _, _, _, _, _, _, true, _ => 12
  | _, _, _, _, _, _, _, _, _, _, _, _, _, true => 13
  | _, _, _, _, _, _, _, _, _, _, _, _, _, _ => 99
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
