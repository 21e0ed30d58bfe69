module

/-!
# Half a tape as one number

The cells on one side of the head, nearest first, are the digits of a natural number in base `k`,
least significant first. Beyond the last digit that is not zero the half tape is blank, so equal
half tapes are equal numbers.

## Main definitions

* `BBSynth.digit k x j`: the digit of `x` at place `j`

## Main results

* `BBSynth.digit_cons`: the digits of `a + k * x` are `a` and then those of `x`
* `BBSynth.digit_mod_pow`: reducing modulo `k ^ w` keeps the lowest `w` digits
-/

@[expose] public section

namespace BBSynth

/-- The digit of `x` in base `k` at place `j`. -/
def digit (k x j : Nat) : Nat := x / k ^ j % k

variable {k : Nat}

theorem digit_zero (x : Nat) : digit k x 0 = x % k := by
  simp [digit]

theorem digit_succ (x j : Nat) : digit k x (j + 1) = digit k (x / k) j := by
  simp [digit, Nat.div_div_eq_div_mul, Nat.pow_succ, Nat.mul_comm]

theorem digit_of_zero (j : Nat) : digit k 0 j = 0 := by
  simp [digit]

theorem digit_cons_zero {a : Nat} (ha : a < k) (x : Nat) : digit k (a + k * x) 0 = a := by
  rw [digit_zero, Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt ha]

theorem digit_cons {a : Nat} (ha : a < k) (x j : Nat) :
    digit k (a + k * x) (j + 1) = digit k x j := by
  rw [digit_succ, Nat.add_mul_div_left _ _ (Nat.lt_of_le_of_lt (Nat.zero_le a) ha),
    Nat.div_eq_of_lt ha, Nat.zero_add]

theorem digit_mod_pow (x : Nat) {j w : Nat} (h : j < w) :
    digit k (x % k ^ w) j = digit k x j := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_lt h
  have hpow : k ^ (j + d + 1) = k ^ j * k ^ (d + 1) := by
    rw [Nat.add_assoc, Nat.pow_add]
  unfold digit
  rw [hpow, Nat.mod_mul_right_div_self,
    Nat.mod_mod_of_dvd _ (show k ∣ k ^ (d + 1) from Nat.dvd_mul_left k (k ^ d))]

end BBSynth
