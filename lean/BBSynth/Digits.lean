module

/-!
# Half a tape as one number

The cells on one side of the head, nearest first, are the digits of a natural number in base `k`,
least significant first. Beyond the last digit that is not zero the half tape is blank, so equal
half tapes are equal numbers.

## Main definitions

* `BBSynth.digit k x j`: the digit of `x` at place `j`
* `BBSynth.countDigits k fuel x`: how many digits of `x` are not zero

## Main results

* `BBSynth.digit_cons`: the digits of `a + k * x` are `a` and then those of `x`
* `BBSynth.digit_mod_pow`: reducing modulo `k ^ w` keeps the lowest `w` digits
* `BBSynth.exists_places`: `countDigits` counts the places that hold another digit than zero
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

/-- How many of the digits of `x` in base `k` are not zero, provided that it has at most `fuel`
digits. -/
def countDigits (k : Nat) : Nat → Nat → Option Nat
  | 0, x => if x = 0 then some 0 else none
  | fuel + 1, x =>
    match countDigits k fuel (x / k) with
    | none => none
    | some s => some (if x % k = 0 then s else s + 1)

/-- The places of the digits that are not zero, as a list without repetition. -/
theorem exists_places {fuel x s : Nat} (h : countDigits k fuel x = some s) :
    ∃ places : List Nat, places.Nodup ∧ places.length = s ∧
      ∀ j, j ∈ places ↔ digit k x j ≠ 0 := by
  induction fuel generalizing x s with
  | zero =>
    simp only [countDigits] at h
    split at h
    next hx =>
      subst hx
      cases h
      exact ⟨[], List.nodup_nil, rfl, fun j => by simp [digit_of_zero]⟩
    next => cases h
  | succ fuel ih =>
    simp only [countDigits] at h
    split at h
    next => cases h
    next s' hs' =>
      obtain ⟨places, hnodup, hlength, hmem⟩ := ih hs'
      have hsucc : (places.map Nat.succ).Nodup :=
        hnodup.map _ fun a b hne heq => hne (Nat.succ.inj heq)
      have hnotin : 0 ∉ places.map Nat.succ := by simp
      have hrest : ∀ j, j + 1 ∈ places.map Nat.succ ↔ digit k x (j + 1) ≠ 0 := by
        intro j
        rw [digit_succ, ← hmem j]
        simp
      by_cases hx : x % k = 0
      · rw [if_pos hx] at h
        cases h
        refine ⟨places.map Nat.succ, hsucc, by simpa using hlength, fun j => ?_⟩
        cases j with
        | zero => simp [digit_zero, hx]
        | succ j => exact hrest j
      · rw [if_neg hx] at h
        cases h
        refine ⟨0 :: places.map Nat.succ, List.nodup_cons.mpr ⟨hnotin, hsucc⟩,
          by simpa using hlength, fun j => ?_⟩
        cases j with
        | zero => simp [digit_zero, hx]
        | succ j => rw [← hrest j]; simp

end BBSynth
