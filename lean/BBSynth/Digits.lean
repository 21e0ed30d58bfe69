module

/-!
# Half a tape as one number

The cells on one side of the head, nearest first, are the digits of a natural number in base `k`,
least significant first. Beyond the last digit that is not zero the half tape is blank, so equal
half tapes are equal numbers.

## Main definitions

* `BBSynth.digit k x j`: the digit of `x` at place `j`
* `BBSynth.packDigits b f m`: the number with digits `f 0`, `f 1`, … in base `b`, the first `m`

## Main results

* `BBSynth.digit_cons`: the digits of `a + k * x` are `a` and then those of `x`
* `BBSynth.digit_packDigits`: packed digits can be read
* `BBSynth.digit_mod_pow`: reducing modulo `k ^ w` keeps the lowest `w` digits
-/

@[expose] public section

namespace BBSynth

/-- The digit of `x` in base `k` at place `j`. -/
def digit (k x j : Nat) : Nat := x / k ^ j % k

variable {k : Nat}

/-- The lowest digit is the remainder. -/
theorem digit_zero (x : Nat) : digit k x 0 = x % k := by
  rw [digit, Nat.pow_zero, Nat.div_one]

/-- A digit is one of the quotient, one place lower. -/
theorem digit_succ (x j : Nat) : digit k x (j + 1) = digit k (x / k) j := by
  rw [digit, digit, Nat.div_div_eq_div_mul, Nat.pow_succ, Nat.mul_comm]

/-- All digits of `0` are `0`. -/
theorem digit_of_zero (j : Nat) : digit k 0 j = 0 := by
  rw [digit, Nat.zero_div, Nat.zero_mod]

/-- The lowest digit of `a + k * x` is `a`. -/
theorem digit_cons_zero {a : Nat} (ha : a < k) (x : Nat) : digit k (a + k * x) 0 = a := by
  rw [digit_zero, Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt ha]

/-- The other digits of `a + k * x` are those of `x`. -/
theorem digit_cons {a : Nat} (ha : a < k) (x j : Nat) :
    digit k (a + k * x) (j + 1) = digit k x j := by
  rw [digit_succ, Nat.add_mul_div_left _ _ (Nat.lt_of_le_of_lt (Nat.zero_le a) ha),
    Nat.div_eq_of_lt ha, Nat.zero_add]

/-- The lowest `w` digits are those of the remainder modulo `k ^ w`. -/
theorem digit_mod_pow (x : Nat) {j w : Nat} (h : j < w) :
    digit k (x % k ^ w) j = digit k x j := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_lt h
  have hpow : k ^ (j + d + 1) = k ^ j * k ^ (d + 1) := by
    rw [Nat.add_assoc, Nat.pow_add]
  unfold digit
  rw [hpow, Nat.mod_mul_right_div_self,
    Nat.mod_mod_of_dvd _ (show k ∣ k ^ (d + 1) from Nat.dvd_mul_left k (k ^ d))]

/-! ### Numbers from digits -/

/-- `f 0 + b * f 1 + b ^ 2 * f 2 + …`, the first `m` terms. -/
def packDigits (b : Nat) (f : Nat → Nat) : Nat → Nat
  | 0 => 0
  | m + 1 => f 0 + b * packDigits b (fun i => f (i + 1)) m

section

variable {b : Nat}

/-- The number made of `m` digits depends on these only. -/
theorem packDigits_congr_lt {f g : Nat → Nat} {m : Nat} (h : ∀ i, i < m → f i = g i) :
    packDigits b f m = packDigits b g m := by
  induction m generalizing f g with
  | zero => rfl
  | succ m ih =>
    rw [packDigits, packDigits, h 0 (Nat.succ_pos m),
      ih fun i hi => h (i + 1) (Nat.succ_lt_succ hi)]

/-- The number made of digits depends on the digits only. -/
theorem packDigits_congr {f g : Nat → Nat} {m : Nat} (h : ∀ i, f i = g i) :
    packDigits b f m = packDigits b g m :=
  packDigits_congr_lt fun i _ => h i

/-- The digits of the number made of digits are these. -/
theorem digit_packDigits {f : Nat → Nat} (hf : ∀ i, f i < b) {m i : Nat} (hi : i < m) :
    digit b (packDigits b f m) i = f i := by
  induction m generalizing f i with
  | zero => cases hi
  | succ m ih =>
    cases i with
    | zero => exact digit_cons_zero (hf 0) _
    | succ i =>
      exact (digit_cons (hf 0) _ i).trans
        (ih (f := fun i => f (i + 1)) (fun i => hf (i + 1)) (Nat.lt_of_succ_lt_succ hi))

/-- One digit more adds that digit in the highest place. -/
theorem packDigits_succ_last (f : Nat → Nat) (m : Nat) :
    packDigits b f (m + 1) = packDigits b f m + b ^ m * f m := by
  induction m generalizing f with
  | zero =>
    show f 0 + b * 0 = 0 + b ^ 0 * f 0
    rw [Nat.mul_zero, Nat.add_zero, Nat.zero_add, Nat.pow_zero, Nat.one_mul]
  | succ m ih =>
    have h := ih fun i => f (i + 1)
    rw [packDigits, h]
    rw [packDigits, Nat.mul_add, ← Nat.mul_assoc, Nat.pow_succ, Nat.mul_comm b (b ^ m)]
    omega

/-- The number made of `m` digits is less than `b ^ m`. -/
theorem packDigits_lt {f : Nat → Nat} (hf : ∀ i, f i < b) (m : Nat) :
    packDigits b f m < b ^ m := by
  induction m generalizing f with
  | zero => exact Nat.one_pos
  | succ m ih =>
    have h := ih (f := fun i => f (i + 1)) fun i => hf (i + 1)
    have hf0 := hf 0
    calc packDigits b f (m + 1) < b + b * packDigits b (fun i => f (i + 1)) m := by
          rw [packDigits]; omega
      _ = b * (packDigits b (fun i => f (i + 1)) m + 1) := by rw [Nat.mul_succ, Nat.add_comm]
      _ ≤ b * b ^ m := Nat.mul_le_mul_left b h
      _ = b ^ (m + 1) := by rw [Nat.pow_succ, Nat.mul_comm]

/-- Leaving out the last digit. -/
theorem packDigits_succ_mod {f : Nat → Nat} (hf : ∀ i, f i < b) (m : Nat) :
    packDigits b f (m + 1) % b ^ m = packDigits b f m := by
  rw [packDigits_succ_last, Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt (packDigits_lt hf m)]

/-- Leaving out the first digit. -/
theorem packDigits_succ_div {f : Nat → Nat} (hf : ∀ i, f i < b) (m : Nat) :
    packDigits b f (m + 1) / b = packDigits b (fun i => f (i + 1)) m := by
  rw [packDigits, Nat.add_mul_div_left _ _ (Nat.lt_of_le_of_lt (Nat.zero_le _) (hf 0)),
    Nat.div_eq_of_lt (hf 0), Nat.zero_add]

/-- The number made of digits has the first as its lowest. -/
theorem packDigits_succ_mod_self {f : Nat → Nat} (hf : ∀ i, f i < b) (m : Nat) :
    packDigits b f (m + 1) % b = f 0 := by
  rw [packDigits, Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt (hf 0)]

/-- A new first digit, without the last. -/
theorem packDigits_shift {f : Nat → Nat} (hf : ∀ i, f i < b) (m : Nat) :
    (f 0 + b * packDigits b (fun i => f (i + 1)) m) % b ^ m = packDigits b f m :=
  packDigits_succ_mod hf m

end

end BBSynth
