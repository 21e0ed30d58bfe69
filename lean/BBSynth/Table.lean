module

public import BBSynth.Run
public import BBSynth.Digits

/-!
# The table of a machine as one number

The kernel evaluates arithmetic on numbers at once, and much else by many small steps. So what
proofs compute with is not the machine, a function, but its table packed into one number.

## Main definitions

* `BBSynth.eager`: evaluates a number before it is passed on
* `BBSynth.Machine.table`: the transitions of a machine, packed into one number

## Main results

* `BBSynth.Machine.digit_table`: the digits of the table are the codes of the transitions
* `BBSynth.Transition.code_mod`, `BBSynth.Transition.code_move`, `BBSynth.Transition.code_next`:
  what is read from a code
* `BBSynth.Machine.step_of_code`: a step, by the code of its transition
-/

@[expose] public section

namespace BBSynth

/-- Evaluate `x` to a literal before passing it on. The kernel has to evaluate `x` to see that its
successor is one; what it then passes on is the predecessor of a literal, which is a literal. -/
noncomputable def eager {α : Sort u} (x : Nat) (f : Nat → α) : α :=
  Nat.rec (f Nat.zero) (fun m _ => f m) (Nat.succ x)

/-- To compute an argument first makes no difference to the value. -/
@[simp] theorem eager_eq {α : Sort u} (x : Nat) (f : Nat → α) : eager x f = f x := rfl

/-- A direction as a number. -/
def Dir.code : Dir → Nat
  | .left => 0
  | .right => 1

/-- A state, or `none` for halted, as a number. -/
def stateCode {n : Nat} : Option (Fin n) → Nat
  | none => 0
  | some q => q.val + 1

/-- A transition as a number: write, then move, then next state. -/
def Transition.code {n k : Nat} (t : Transition n k) : Nat :=
  t.write.val + k * (t.move.code + 2 * stateCode t.next)

/-- More than any code of a transition of a machine with `n` states and `k` symbols. -/
def codeBound (n k : Nat) : Nat := k * (2 * (n + 1))

/-- The transitions of a machine packed into one number, in base `codeBound n k`: the transition
for state `q` and symbol `s` is the digit at place `q * k + s`. -/
def Machine.table {n k : Nat} (M : Machine n k) : Nat :=
  packDigits (codeBound n k)
    (fun i => if h : i / k < n ∧ i % k < k then (M ⟨i / k, h.1⟩ ⟨i % k, h.2⟩).code else 0) (n * k)

/-- Codes of transitions are less than the bound. -/
theorem Transition.code_lt {n k : Nat} (t : Transition n k) : t.code < codeBound n k := by
  have hmove : t.move.code ≤ 1 := by cases t.move <;> decide
  have hnext : stateCode t.next ≤ n := by
    cases t.next with
    | none => exact Nat.zero_le n
    | some q => exact q.isLt
  have hwrite := t.write.isLt
  have : t.move.code + 2 * stateCode t.next + 1 ≤ 2 * (n + 1) := by omega
  calc t.code < k + k * (t.move.code + 2 * stateCode t.next) := by
        unfold Transition.code; omega
    _ = k * (t.move.code + 2 * stateCode t.next + 1) := by
        rw [Nat.mul_succ, Nat.add_comm]
    _ ≤ codeBound n k := Nat.mul_le_mul_left k this

/-- The digits of the table are the codes of the transitions. -/
theorem Machine.digit_table {n k : Nat} (M : Machine n k) (q : Fin n) (s : Fin k) :
    digit (codeBound n k) M.table (q.val * k + s.val) = (M q s).code := by
  have hk : 0 < k := Nat.lt_of_le_of_lt (Nat.zero_le _) s.isLt
  have hplace : q.val * k + s.val < n * k :=
    calc q.val * k + s.val < q.val * k + k := Nat.add_lt_add_left s.isLt _
      _ = (q.val + 1) * k := (Nat.succ_mul _ _).symm
      _ ≤ n * k := Nat.mul_le_mul_right k q.isLt
  have hdiv : (q.val * k + s.val) / k = q.val := by
    rw [Nat.mul_comm, Nat.mul_add_div hk, Nat.div_eq_of_lt s.isLt, Nat.add_zero]
  have hmod : (q.val * k + s.val) % k = s.val := by
    rw [Nat.mul_comm, Nat.mul_add_mod, Nat.mod_eq_of_lt s.isLt]
  have hcell (hq : (q.val * k + s.val) / k < n) (hs : (q.val * k + s.val) % k < k) :
      M ⟨(q.val * k + s.val) / k, hq⟩ ⟨(q.val * k + s.val) % k, hs⟩ = M q s := by
    rw [show (⟨_, hq⟩ : Fin n) = q from Fin.ext hdiv, show (⟨_, hs⟩ : Fin k) = s from Fin.ext hmod]
  unfold Machine.table
  rw [digit_packDigits _ hplace]
  · rw [dif_pos ⟨by rw [hdiv]; exact q.isLt, by rw [hmod]; exact s.isLt⟩, hcell]
  · intro i
    show (if h : i / k < n ∧ i % k < k then (M ⟨i / k, h.1⟩ ⟨i % k, h.2⟩).code else 0) < _
    split
    · exact Transition.code_lt _
    · exact Nat.mul_pos hk (by omega)

/-! ### Reading a code -/

namespace Transition

variable {n k : Nat} (t : Transition n k)

/-- The code of a transition gives the symbol written. -/
theorem code_mod : t.code % k = t.write.val := by
  unfold code
  rw [Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt t.write.isLt]

/-- The code of a transition, the symbol written taken off, is the move and the next state. -/
theorem code_div : t.code / k = t.move.code + 2 * stateCode t.next := by
  unfold code
  rw [Nat.add_mul_div_left _ _ (Nat.lt_of_le_of_lt (Nat.zero_le _) t.write.isLt),
    Nat.div_eq_of_lt t.write.isLt, Nat.zero_add]

/-- The code of a transition gives the move. -/
theorem code_move : t.code / k % 2 = t.move.code := by
  rw [code_div]
  cases t.move <;> simp only [Dir.code] <;> omega

/-- The code of a transition gives the next state. -/
theorem code_next : t.code / k / 2 = stateCode t.next := by
  rw [code_div]
  cases t.move <;> simp only [Dir.code] <;> omega

end Transition

/-- A step, by the code `e` of its transition. -/
theorem Machine.step_of_code {n k : Nat} {M : Machine n k} {c : Config n k} {q e : Nat}
    (hq : stateCode c.state = q + 1)
    (he : digit (codeBound n k) M.table (q * k + (c.tape c.head).val) = e) :
    stateCode (M.step c).state = e / k / 2 ∧
      (M.step c).head = c.head + (if e / k % 2 = 0 then -1 else 1) ∧
      ∀ i, ((M.step c).tape i).val = if i = c.head then e % k else (c.tape i).val := by
  obtain ⟨r, hr⟩ : ∃ r, c.state = some r := by
    cases hc : c.state with
    | none => rw [hc] at hq; cases hq
    | some r => exact ⟨r, rfl⟩
  have hrq : r.val = q := by rw [hr] at hq; exact Nat.succ.inj hq
  rw [← hrq, M.digit_table] at he
  have hstep : M.step c =
      { state := (M r (c.tape c.head)).next
        head := c.head + (M r (c.tape c.head)).move.offset
        tape := fun i => if i = c.head then (M r (c.tape c.head)).write else c.tape i } := by
    unfold step
    rw [hr]
  rw [hstep, ← he, Transition.code_next, Transition.code_move, Transition.code_mod]
  refine ⟨rfl, ?_, fun i => ?_⟩
  · cases (M r (c.tape c.head)).move <;> rfl
  · show (if i = c.head then (M r (c.tape c.head)).write else c.tape i).val = _
    split <;> rfl

end BBSynth
