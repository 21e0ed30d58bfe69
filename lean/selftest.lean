/-
What a Lean has to get right before bbsynth uses it. This is data for `bbsynth.judge.selftest`, no
file for Lean: a line `-- problem: NAME` begins a problem, with its theorem left to be proved, and
each line `-- proof: NAME` or `-- error: NAME` a candidate for it, to be accepted or not.

The last proof takes the kernel deeper than any reference proof in `generated/` does: on an embedded
Lean whose threads get less and less stack, it is the first that is not accepted.
-/

-- problem: halts_after
import BBSynth

open BBSynth

/-- The machine `1RB1LB_1LA1RZ`. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 1⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

theorem halts_after : machine.HaltsAfter 6 := by
  sorry

-- proof: decide +kernel
theorem halts_after : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)

-- proof: an instance
instance : Decidable (machine.HaltsAfter 6) :=
  .isTrue (Machine.haltsAfter_of_check (by decide +kernel))

theorem halts_after : machine.HaltsAfter 6 := by
  decide

-- error: an axiom
axiom assumed : machine.HaltsAfter 6

theorem halts_after : machine.HaltsAfter 6 := assumed

-- problem: halts_too_soon
import BBSynth

open BBSynth

/-- The machine `1RB1LB_1LA1RZ`. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 1⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

theorem halts_too_soon : machine.HaltsAfter 5 := by
  sorry

-- error: a wrong number of steps
theorem halts_too_soon : machine.HaltsAfter 5 :=
  Machine.haltsAfter_of_check (by decide +kernel)

-- error: another statement
theorem halts_too_soon : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)

-- problem: never_halts
import BBSynth

open BBSynth

/-- The machine `1RB1RZ_0LB0LB`. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨0, .left, some 1⟩
  | 1, 1 => ⟨0, .left, some 1⟩

theorem never_halts : machine.NeverHalts := by
  sorry

-- proof: a certificate
theorem never_halts : machine.NeverHalts :=
  Machine.neverHalts_of_loopLeft (start := 3) (period := 1) (width := 0) (by decide +kernel)

-- problem: doubling
import BBSynth

open BBSynth

theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
  sorry

-- proof: omega
theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
  intro a b c h h'
  omega

-- proof: grind
theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
  intro a b c h h'
  grind

-- proof: helper definition
def twice (n : Nat) : Nat := 2 * n

theorem twice_eq (n : Nat) : twice n = n + n := Nat.two_mul n

theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
  intro a b c h h'
  subst h h'
  exact (twice_eq a).symm

-- proof: induction
def sum : Nat → Nat
  | 0 => 0
  | n + 1 => sum n + 2

theorem sum_eq (n : Nat) : sum n = 2 * n := by
  induction n with
  | zero => rfl
  | succ n ih => show sum n + 2 = 2 * (n + 1); rw [ih, Nat.mul_succ]

theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
  intro a b c h h'
  subst h h'
  have := sum_eq a
  omega

-- proof: rwa
theorem step {a b c d : Nat} (h : a = b) (h' : b + c = d) : a + c = d := by
  rwa [← h] at h'

theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
  intro a b c h h'
  have h'' : b + b = 2 * b := (Nat.two_mul b).symm
  exact step h (by rwa [← h'])

-- proof: calc
theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := fun a b c h h' =>
  calc
    a + c = b + c := by rw [h]
    _ = b + b := by rw [h']
    _ = 2 * b := (Nat.two_mul b).symm

-- proof: simp with options
theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
  intro a b c h h'
  have : 1 + 1 = 2 := by simp (config := { decide := true }) only
  have : a + 0 = a := by simp (maxSteps := 1000)
  simp +arith only [h, ← h', Nat.two_mul]

-- proof: rcases and obtain
theorem exists_half : ∀ n : Nat, (∃ m, n = 2 * m ∧ m = 3) → n = 6 := by
  rintro n ⟨m, rfl, rfl⟩
  rfl

theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
  intro a b c h h'
  obtain ⟨m, hm⟩ : ∃ m, m = b := ⟨b, rfl⟩
  rcases Nat.eq_zero_or_pos a with h0 | _
  · have := exists_half 6 ⟨3, rfl, rfl⟩
    omega
  · omega

-- proof: constructor and match
theorem both : ∀ n : Nat, n + 0 = n ∧ (n = 0 ∨ n ≥ 1) := by
  intro n
  constructor
  · rfl
  · match n with
    | 0 => exact .inl rfl
    | n + 1 => exact .inr (Nat.succ_pos n)

theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b
  | a, _, _, rfl, rfl => match both a with
    | ⟨_, _⟩ => (Nat.two_mul a).symm

-- error: sorry
theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = 2 * b := by
  sorry

-- error: something else
theorem doubling : ∀ a b c : Nat, a = b → b = c → a + c = a + b := by
  intro a b c h h'
  omega

-- problem: three
import BBSynth

theorem three : 1 + 1 = 3 := by
  sorry

-- error: decide
theorem three : 1 + 1 = 3 := by
  decide

-- error: decide +kernel
theorem three : 1 + 1 = 3 := by
  decide +kernel

-- error: native_decide
theorem three : 1 + 1 = 3 := by
  native_decide

-- problem: deep
import BBSynth

def count : Nat → Nat
  | 0 => 0
  | n + 1 => count n + 1

theorem deep : count 1300 = 1300 := by
  sorry

-- proof: a long decide +kernel
set_option maxRecDepth 20000 in
theorem deep : count 1300 = 1300 := by
  decide +kernel
