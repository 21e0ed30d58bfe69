/-!
A Turing machine works on a tape that is infinite in both directions, a symbol in every cell. It
starts in state `0` on the blank tape, on which every cell holds the symbol `0`. In one step it
reads the symbol under its head, writes a symbol there, moves its head by one cell to the left or to
the right, and goes to its next state or halts. The step that halts is a step like any other: it
writes, it moves, and it is counted.
-/

namespace BusyBeaver

/-- A direction in which the head moves. -/
inductive Dir where
  | left
  | right
deriving DecidableEq

/-- How far the head moves: one cell to the left is `-1`, one cell to the right is `1`. -/
def Dir.offset : Dir → Int
  | .left => -1
  | .right => 1

/-- What a machine with `n` states and `k` symbols does in one step: it writes a symbol, moves its
head, and goes to its next state, where `none` means that it halts. -/
structure Transition (n k : Nat) where
  write : Fin k
  move : Dir
  next : Option (Fin n)

/-- A Turing machine with `n` states and `k` symbols: a transition for each state and each symbol
read. State `0` is the initial state, symbol `0` is the blank. -/
abbrev Machine (n k : Nat) := Fin n → Fin k → Transition n k

/-- A configuration: the state (`none` once the machine has halted), the position of the head,
and the contents of the tape. -/
structure Config (n k : Nat) where
  state : Option (Fin n)
  head : Int
  tape : Int → Fin k

end BusyBeaver

namespace BusyBeaver.Config

variable {n k : Nat}

/-- The initial configuration: state `0`, head on cell `0`, every cell blank. -/
def initial [NeZero n] [NeZero k] : Config n k where
  state := some 0
  head := 0
  tape := fun _ => 0

/-- The machine has halted. -/
def Halted (c : Config n k) : Prop := c.state = none

end BusyBeaver.Config

namespace BusyBeaver.Machine

variable {n k : Nat}

/-- One step. A configuration in which the machine has halted stays as it is. -/
def step (M : Machine n k) (c : Config n k) : Config n k :=
  match c.state with
  | none => c
  | some q =>
    let t := M q (c.tape c.head)
    { state := t.next
      head := c.head + t.move.offset
      tape := fun i => if i = c.head then t.write else c.tape i }

/-- `M.run t c`: the configuration that `t` steps lead to from `c`. -/
def run (M : Machine n k) : Nat → Config n k → Config n k
  | 0, c => c
  | t + 1, c => M.run t (M.step c)

variable [NeZero n] [NeZero k]

/-- Started on the blank tape, the machine repeats itself from step `m` on, with period `p`: it has
not halted after `m` steps, after `m + p` steps it is in the same configuration (the head on the
same cell), and all configurations before that one are different. So neither `m` nor `p` can be
less. -/
def RepeatsFrom (M : Machine n k) (m p : Nat) : Prop :=
  0 < p ∧ ¬ (M.run m .initial).Halted ∧ M.run (m + p) .initial = M.run m .initial ∧
    ∀ s t, s < t → t < m + p → M.run s .initial ≠ M.run t .initial

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `0RB1RZ_1LC0RC_1LA1LC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨0, .right, some 2⟩
  | 2, 0 => ⟨1, .left, some 0⟩
  | 2, 1 => ⟨1, .left, some 2⟩

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k} {c : Config n k}

@[simp] theorem run_zero : M.run 0 c = c := rfl

theorem run_succ (t : Nat) : M.run (t + 1) c = M.run t (M.step c) := rfl

theorem run_add (s t : Nat) : M.run (s + t) c = M.run t (M.run s c) := by
  induction s generalizing c with
  | zero => simp
  | succ s ih => rw [Nat.succ_add, run_succ, run_succ, ih]

end BusyBeaver.Machine

namespace BusyBeaver

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

/-- `f 0 + b * f 1 + b ^ 2 * f 2 + …`, the first `m` terms. -/
def packDigits (b : Nat) (f : Nat → Nat) : Nat → Nat
  | 0 => 0
  | m + 1 => f 0 + b * packDigits b (fun i => f (i + 1)) m

variable {b : Nat}

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

end BusyBeaver

namespace BusyBeaver

/-- Evaluate `x` to a literal before passing it on. The kernel has to evaluate `x` to see that its
successor is one; what it then passes on is the predecessor of a literal, which is a literal. -/
noncomputable def eager {α : Sort u} (x : Nat) (f : Nat → α) : α :=
  Nat.rec (f Nat.zero) (fun m _ => f m) (Nat.succ x)

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
  unfold Machine.table
  rw [digit_packDigits _ hplace]
  · simp [hdiv, hmod]
  · intro i
    dsimp only
    split
    · exact Transition.code_lt _
    · exact Nat.mul_pos hk (by omega)

end BusyBeaver

namespace BusyBeaver.Transition

variable {n k : Nat} (t : Transition n k)

theorem code_mod : t.code % k = t.write.val := by
  unfold code
  rw [Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt t.write.isLt]

theorem code_div : t.code / k = t.move.code + 2 * stateCode t.next := by
  unfold code
  rw [Nat.add_mul_div_left _ _ (Nat.lt_of_le_of_lt (Nat.zero_le _) t.write.isLt),
    Nat.div_eq_of_lt t.write.isLt, Nat.zero_add]

theorem code_move : t.code / k % 2 = t.move.code := by
  rw [code_div]
  cases t.move <;> simp [Dir.code] <;> omega

theorem code_next : t.code / k / 2 = stateCode t.next := by
  rw [code_div]
  cases t.move <;> simp [Dir.code] <;> omega

end BusyBeaver.Transition

namespace BusyBeaver

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
  · dsimp only
    split <;> rfl

/-- What is known of a configuration. `state` is `0` for halted and `q + 1` for state `q`. -/
abbrev Snapshot := Nat × Nat × Nat × Nat

abbrev Snapshot.mk (state : Nat) (left : Nat) (right : Nat) (depth : Nat) : Snapshot := (state, left, right, depth)

abbrev Snapshot.state (whole : Snapshot) :
    Nat := whole.1

abbrev Snapshot.left (whole : Snapshot) :
    Nat := whole.2.1

abbrev Snapshot.right (whole : Snapshot) :
    Nat := whole.2.2.1

abbrev Snapshot.depth (whole : Snapshot) :
    Nat := whole.2.2.2

theorem Snapshot.ext {x y : Snapshot} (hstate : x.state = y.state) (hleft : x.left = y.left)
    (hright : x.right = y.right) (hdepth : x.depth = y.depth) : x = y := by
  obtain ⟨q, l, r, d⟩ := x
  obtain ⟨q', l', r', d'⟩ := y
  obtain rfl : q = q' := hstate
  obtain rfl : l = l' := hleft
  obtain rfl : r = r' := hright
  obtain rfl : d = d' := hdepth
  rfl

/-- `simulate n k table t q l r d`: from the snapshot with state `q`, half tapes `l` and `r` and
depth `d`, the snapshot after `t` steps. It is `none` if the machine has halted before, or has left
the depth that the snapshot vouches for. -/
noncomputable def simulate (n k table : Nat) (t : Nat) :
    Nat → Nat → Nat → Nat → Option Snapshot :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat → Nat → Option Snapshot)
    (fun q l r d => some ⟨q, l, r, d⟩)
    (fun _ continue_ q l r d =>
      Nat.rec (motive := fun _ => Option Snapshot) none
        (fun q _ =>
          eager (Nat.mod (Nat.div table (Nat.pow (codeBound n k)
            (Nat.add (Nat.mul q k) (Nat.mod r k)))) (codeBound n k)) fun e =>
          eager (Nat.div (Nat.div e k) 2) fun q' =>
          Nat.rec (motive := fun _ => Option Snapshot)
            (Nat.rec (motive := fun _ => Option Snapshot) none
              (fun d _ =>
                eager (Nat.div l k) fun l' =>
                eager (Nat.add (Nat.mod l k)
                  (Nat.mul k (Nat.add (Nat.mod e k) (Nat.mul k (Nat.div r k))))) fun r' =>
                continue_ q' l' r' d)
              d)
            (fun _ _ =>
              eager (Nat.add (Nat.mod e k) (Nat.mul k l)) fun l' =>
              eager (Nat.div r k) fun r' =>
              continue_ q' l' r' (Nat.succ d))
            (Nat.mod (Nat.div e k) 2))
        q)
    t

theorem simulate_zero (n k table q l r d : Nat) :
    simulate n k table 0 q l r d = some ⟨q, l, r, d⟩ := rfl

theorem simulate_halted (n k table t l r d : Nat) :
    simulate n k table (t + 1) 0 l r d = none := rfl

theorem simulate_succ {n k table q r e : Nat}
    (he : digit (codeBound n k) table (q * k + r % k) = e) (t l d : Nat) :
    simulate n k table (t + 1) (q + 1) l r d =
      if e / k % 2 = 0 then
        if d = 0 then none
        else simulate n k table t (e / k / 2) (l / k) (l % k + k * (e % k + k * (r / k))) (d - 1)
      else simulate n k table t (e / k / 2) (e % k + k * l) (r / k) (d + 1) := by
  have hunfold : simulate n k table (t + 1) (q + 1) l r d =
      eager (digit (codeBound n k) table (q * k + r % k)) fun e =>
      eager (e / k / 2) fun q' =>
      Nat.rec (motive := fun _ => Option Snapshot)
        (Nat.rec (motive := fun _ => Option Snapshot) none
          (fun d _ =>
            eager (l / k) fun l' =>
            eager (l % k + k * (e % k + k * (r / k))) fun r' =>
            simulate n k table t q' l' r' d)
          d)
        (fun _ _ =>
          eager (e % k + k * l) fun l' =>
          eager (r / k) fun r' =>
          simulate n k table t q' l' r' (d + 1))
        (e / k % 2) := rfl
  rw [hunfold, he]
  simp only [eager_eq]
  cases e / k % 2 with
  | zero => cases d <;> simp <;> rfl
  | succ m => simp

variable {n k : Nat}

/-- The snapshot with state `q`, half tapes `l` and `r`, and depth `d` tells the truth about the
configuration `c`. -/
abbrev Shows (c : Config n k) (q l r d : Nat) : Prop :=
  (stateCode c.state = q) ∧
  (∀ j : Nat, j < d → (c.tape (c.head - 1 - j)).val = digit k l j) ∧
  (∀ j : Nat, (c.tape (c.head + j)).val = digit k r j)

theorem Shows.state {c : Config n k} {q l r d : Nat} (whole : Shows c q l r d) :
    stateCode c.state = q := whole.1

theorem Shows.left {c : Config n k} {q l r d : Nat} (whole : Shows c q l r d) :
    ∀ j : Nat, j < d → (c.tape (c.head - 1 - j)).val = digit k l j := whole.2.1

theorem Shows.right {c : Config n k} {q l r d : Nat} (whole : Shows c q l r d) :
    ∀ j : Nat, (c.tape (c.head + j)).val = digit k r j := whole.2.2

end BusyBeaver

namespace BusyBeaver.Shows

variable {n k : Nat} {M : Machine n k} {c : Config n k} {q l r d : Nat}

theorem not_halted (h : Shows c (q + 1) l r d) : ¬ c.Halted := by
  intro hc
  have := h.state
  rw [show c.state = none from hc] at this
  cases this

/-- A step to the right. -/
theorem step_right (h : Shows c (q + 1) l r d) {p : Fin n} (hp : c.state = some p)
    (hmove : (M p (c.tape c.head)).move = .right) :
    Shows (M.step c) (stateCode (M p (c.tape c.head)).next)
      ((M p (c.tape c.head)).write.val + k * l) (r / k) (d + 1) := by
  have hstep : M.step c =
      { state := (M p (c.tape c.head)).next
        head := c.head + 1
        tape := fun i => if i = c.head then (M p (c.tape c.head)).write else c.tape i } := by
    unfold Machine.step
    rw [hp]
    simp [hmove, Dir.offset]
  rw [hstep]
  refine ⟨rfl, fun j hj => ?_, fun j => ?_⟩
  · cases j with
    | zero =>
      rw [digit_cons_zero (Fin.isLt _)]
      simp
    | succ j =>
      rw [digit_cons (Fin.isLt _), ← h.left j (Nat.lt_of_succ_lt_succ hj)]
      have hne : c.head + 1 - 1 - ((j + 1 : Nat) : Int) ≠ c.head := by omega
      have heq : c.head + 1 - 1 - ((j + 1 : Nat) : Int) = c.head - 1 - (j : Int) := by omega
      dsimp only
      rw [if_neg hne, heq]
  · rw [← digit_succ, ← h.right (j + 1)]
    have hne : c.head + 1 + (j : Int) ≠ c.head := by omega
    have heq : c.head + 1 + (j : Int) = c.head + ((j + 1 : Nat) : Int) := by omega
    dsimp only
    rw [if_neg hne, heq]

/-- A step to the left. -/
theorem step_left (h : Shows c (q + 1) l r (d + 1)) {p : Fin n} (hp : c.state = some p)
    (hmove : (M p (c.tape c.head)).move = .left) :
    Shows (M.step c) (stateCode (M p (c.tape c.head)).next) (l / k)
      (l % k + k * ((M p (c.tape c.head)).write.val + k * (r / k))) d := by
  have hk : 0 < k := Nat.lt_of_le_of_lt (Nat.zero_le _) (M p (c.tape c.head)).write.isLt
  have hstep : M.step c =
      { state := (M p (c.tape c.head)).next
        head := c.head - 1
        tape := fun i => if i = c.head then (M p (c.tape c.head)).write else c.tape i } := by
    unfold Machine.step
    rw [hp]
    simp [hmove, Dir.offset, Int.sub_eq_add_neg]
  rw [hstep]
  refine ⟨rfl, fun j hj => ?_, fun j => ?_⟩
  · rw [← digit_succ, ← h.left (j + 1) (Nat.succ_lt_succ hj)]
    have hne : c.head - 1 - 1 - (j : Int) ≠ c.head := by omega
    have heq : c.head - 1 - 1 - (j : Int) = c.head - 1 - ((j + 1 : Nat) : Int) := by omega
    dsimp only
    rw [if_neg hne, heq]
  · cases j with
    | zero =>
      rw [digit_cons_zero (Nat.mod_lt _ hk), ← digit_zero, ← h.left 0 (Nat.succ_pos d)]
      have hne : c.head - 1 + ((0 : Nat) : Int) ≠ c.head := by omega
      have heq : c.head - 1 + ((0 : Nat) : Int) = c.head - 1 - ((0 : Nat) : Int) := by omega
      dsimp only
      rw [if_neg hne, heq]
    | succ j =>
      rw [digit_cons (Nat.mod_lt _ hk)]
      cases j with
      | zero =>
        rw [digit_cons_zero (Fin.isLt _)]
        have heq : c.head - 1 + ((0 + 1 : Nat) : Int) = c.head := by omega
        dsimp only
        rw [if_pos heq]
      | succ j =>
        rw [digit_cons (Fin.isLt _), ← digit_succ, ← h.right (j + 1)]
        have hne : c.head - 1 + ((j + 1 + 1 : Nat) : Int) ≠ c.head := by omega
        have heq : c.head - 1 + ((j + 1 + 1 : Nat) : Int) = c.head + ((j + 1 : Nat) : Int) := by
          omega
        dsimp only
        rw [if_neg hne, heq]

/-- **The simulation agrees with the semantics.** If it says that `x` is reached in `t` steps, then
the machine does not halt before, and `x` tells the truth about the configuration reached. Here `e`
cells more are known on the left than the simulation counts on. -/
theorem simulate {t e : Nat} {x : Snapshot} (h : Shows c q l r (d + e))
    (hx : simulate n k M.table t q l r d = some x) :
    (∀ s, s < t → ¬ (M.run s c).Halted) ∧
      Shows (M.run t c) x.state x.left x.right (x.depth + e) := by
  induction t generalizing c q l r d with
  | zero =>
    rw [simulate_zero] at hx
    cases hx
    exact ⟨fun s hs => absurd hs (Nat.not_lt_zero s), h⟩
  | succ t ih =>
    cases q with
    | zero => rw [simulate_halted] at hx; cases hx
    | succ q =>
      obtain ⟨p, hp⟩ : ∃ p, c.state = some p := by
        cases hc : c.state with
        | none => exact absurd hc h.not_halted
        | some p => exact ⟨p, rfl⟩
      have hpq : p.val = q := by
        have := h.state
        rw [hp] at this
        exact Nat.succ.inj this
      have hread : (c.tape c.head).val = r % k := by
        have := h.right 0
        rw [digit_zero] at this
        simpa using this
      have hcode := M.digit_table p (c.tape c.head)
      rw [hpq, hread] at hcode
      generalize htr : M p (c.tape c.head) = tr at hcode
      rw [simulate_succ hcode, tr.code_move, tr.code_next, tr.code_mod] at hx
      have hfinish : (∀ s, s < t → ¬ (M.run s (M.step c)).Halted) →
          ∀ s, s < t + 1 → ¬ (M.run s c).Halted := by
        intro hlater s hs
        cases s with
        | zero => exact h.not_halted
        | succ s => exact hlater s (Nat.lt_of_succ_lt_succ hs)
      cases hmove : tr.move with
      | left =>
        rw [hmove] at hx
        simp only [Dir.code, if_true] at hx
        cases d with
        | zero => cases hx
        | succ d =>
          rw [if_neg (Nat.succ_ne_zero d), Nat.add_sub_cancel] at hx
          rw [Nat.succ_add] at h
          have hnow := h.step_left (M := M) hp (by rw [htr, hmove])
          rw [htr] at hnow
          have := ih hnow hx
          exact ⟨hfinish this.1, this.2⟩
      | right =>
        rw [hmove] at hx
        simp only [Dir.code, if_false, Nat.succ_ne_zero] at hx
        have hnow := h.step_right (M := M) hp (by rw [htr, hmove])
        rw [htr, Nat.add_right_comm] at hnow
        have := ih hnow hx
        exact ⟨hfinish this.1, this.2⟩

theorem initial [NeZero n] [NeZero k] (d : Nat) :
    Shows (.initial : Config n k) 1 0 0 d := by
  refine ⟨rfl, fun j _ => ?_, fun j => ?_⟩ <;> simp [Config.initial, digit_of_zero]

end BusyBeaver.Shows

namespace BusyBeaver

variable {n k : Nat} {M : Machine n k} {c : Config n k} {q l r d : Nat}

/-- The depth changes as the head moves. -/
theorem Shows.simulate_head {t e : Nat} {x : Snapshot} (h : Shows c q l r (d + e))
    (hx : BusyBeaver.simulate n k M.table t q l r d = some x) :
    (M.run t c).head + d = c.head + x.depth := by
  induction t generalizing c q l r d with
  | zero =>
    rw [simulate_zero] at hx
    cases hx
    rfl
  | succ t ih =>
    cases q with
    | zero => rw [simulate_halted] at hx; cases hx
    | succ q =>
      have hread : (c.tape c.head).val = r % k := by
        have := h.right 0
        rw [digit_zero] at this
        simpa using this
      generalize he : digit (codeBound n k) M.table (q * k + r % k) = code
      obtain ⟨-, hstep, -⟩ := Machine.step_of_code (M := M) h.state (hread.symm ▸ he)
      have hone : BusyBeaver.simulate n k M.table 1 (q + 1) l r d =
        if code / k % 2 = 0 then
          if d = 0 then none
          else some ⟨code / k / 2, l / k, l % k + k * (code % k + k * (r / k)), d - 1⟩
        else some ⟨code / k / 2, code % k + k * l, r / k, d + 1⟩ := simulate_succ he 0 l d
      rw [simulate_succ he] at hx
      rw [Machine.run_succ]
      by_cases hmove : code / k % 2 = 0
      · rw [if_pos hmove] at hx hone
        cases d with
        | zero => cases hx
        | succ d =>
          rw [if_neg (Nat.succ_ne_zero d), Nat.add_sub_cancel] at hx hone
          have : (M.run t (M.step c)).head + d = (M.step c).head + x.depth :=
            ih (h.simulate hone).2 hx
          rw [if_pos hmove] at hstep
          omega
      · rw [if_neg hmove] at hx hone
        have : (M.run t (M.step c)).head + (d + 1 : Nat) = (M.step c).head + x.depth :=
          ih (h.simulate hone).2 hx
        rw [if_neg hmove] at hstep
        omega

end BusyBeaver

namespace BusyBeaver

/-- A number is its digits. -/
theorem eq_of_digits {k : Nat} (hk : 2 ≤ k) {x y : Nat} (h : ∀ j, digit k x j = digit k y j) :
    x = y := by
  induction x using Nat.strongRecOn generalizing y with
  | _ x ih =>
    have hmod : x % k = y % k := by
      have := h 0
      rwa [digit_zero, digit_zero] at this
    have hx := Nat.div_add_mod x k
    have hy := Nat.div_add_mod y k
    by_cases hzero : x = 0
    · subst hzero
      -- All digits of `y` are zero.
      have hall : ∀ y : Nat, (∀ j, digit k y j = 0) → y = 0 := by
        intro y
        induction y using Nat.strongRecOn with
        | _ y ihy =>
          intro hy0
          have hy := Nat.div_add_mod y k
          have h0 := hy0 0
          rw [digit_zero] at h0
          by_cases hyz : y = 0
          · exact hyz
          · have := ihy (y / k) (Nat.div_lt_self (by omega) hk) fun j => by
              rw [← digit_succ]; exact hy0 (j + 1)
            rw [this, h0] at hy
            omega
      exact (hall y fun j => by rw [← h j, digit_of_zero]).symm
    · have := ih (x / k) (Nat.div_lt_self (by omega) hk) (y := y / k) fun j => by
        rw [← digit_succ, ← digit_succ]; exact h (j + 1)
      rw [← hx, ← hy, hmod, this]

variable {α : Type} {f : Nat → α}

theorem periodic {m p : Nat} (hf : ∀ a b d, f a = f b → f (a + d) = f (b + d))
    (hp : f (m + p) = f m) (i j : Nat) : f (m + j + p * i) = f (m + j) := by
  induction i with
  | zero => rfl
  | succ i ih =>
    have := hf (m + p) m (j + p * i) hp
    rw [show m + j + p * (i + 1) = m + p + (j + p * i) by rw [Nat.mul_succ]; omega, this, ← ih]
    congr 1
    omega

/-- When all that precedes a repetition is different. -/
theorem ne_of_first {m p : Nat} (hf : ∀ a b d, f a = f b → f (a + d) = f (b + d)) (hpos : 0 < p)
    (hp : f (m + p) = f m) (hmin : ∀ q, 0 < q → q < p → f (m + q) ≠ f m)
    (hpre : m = 0 ∨ f (m - 1) ≠ f (m - 1 + p)) (s t : Nat) (hst : s < t) (ht : t < m + p) :
    f s ≠ f t := by
  intro heq
  by_cases hs : m ≤ s
  · have := hf s t (m + p - t) heq
    rw [show t + (m + p - t) = m + p by omega, hp,
      show s + (m + p - t) = m + (p - (t - s)) by omega] at this
    exact hmin (p - (t - s)) (by omega) (by omega) this
  · rcases hpre with rfl | hpre
    · exact absurd (Nat.zero_le s) hs
    · obtain ⟨m, rfl⟩ := Nat.exists_eq_succ_of_ne_zero (Nat.ne_of_gt (Nat.zero_lt_of_lt
        (Nat.lt_of_not_le hs)))
      obtain ⟨u, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_lt_succ (Nat.lt_of_not_le hs))
      obtain ⟨e, hpose, rfl⟩ : ∃ e, 0 < e ∧ t = s + e :=
        ⟨t - s, Nat.sub_pos_of_lt hst, (Nat.add_sub_of_le (Nat.le_of_lt hst)).symm⟩
      have hback : f (s + u) = f (s + u + e) := by
        rw [hf _ _ u heq, Nat.add_right_comm]
      have hnow : f (s + u + 1) = f (s + u + 1 + e) := by
        rw [hf _ _ 1 hback, Nat.add_right_comm]
      have hsplit := Nat.mod_add_div e p
      have hmod := periodic hf hp (e / p) (e % p)
      rw [Nat.add_assoc (s + u + 1), hsplit, ← hnow] at hmod
      by_cases hzero : e % p = 0
      · rw [hzero, Nat.zero_add] at hsplit
        obtain ⟨i, hi⟩ : ∃ i, e / p = i + 1 := by
          cases hquot : e / p with
          | zero =>
            rw [hquot, Nat.mul_zero] at hsplit
            exact absurd hsplit (Nat.ne_of_lt hpose)
          | succ i => exact ⟨i, rfl⟩
        obtain ⟨r, rfl⟩ := Nat.exists_eq_succ_of_ne_zero (Nat.ne_of_gt hpos)
        have := periodic hf hp i r
        rw [hi, Nat.mul_succ, Nat.succ_eq_add_one, Nat.add_comm] at hsplit
        rw [show s + u + 1 + r + (r + 1) * i = s + u + (r + 1 + (r + 1) * i) by
          clear hsplit; generalize (r + 1) * i = v; omega, hsplit, ← hback] at this
        rw [Nat.succ_add] at this
        exact hpre this
      · exact hmin (e % p) (Nat.pos_of_ne_zero hzero) (Nat.mod_lt _ hpos) hmod.symm

end BusyBeaver

namespace BusyBeaver

variable {n k : Nat}

/-- Computes whether two snapshots are the same. -/
noncomputable def Snapshot.same (x y : Snapshot) : Bool :=
  Bool.rec (motive := fun _ => Bool) false
    (Bool.rec (motive := fun _ => Bool) false
      (Bool.rec (motive := fun _ => Bool) false (Nat.beq x.left y.left) (Nat.beq x.right y.right))
      (Nat.beq x.depth y.depth))
    (Nat.beq x.state y.state)

theorem Snapshot.same_iff {x y : Snapshot} : x.same y = true ↔ x = y := by
  constructor
  · intro h
    unfold same at h
    cases h₁ : Nat.beq x.state y.state with
    | false => rw [h₁] at h; cases h
    | true =>
    cases h₂ : Nat.beq x.depth y.depth with
    | false => rw [h₁, h₂] at h; cases h
    | true =>
    cases h₃ : Nat.beq x.right y.right with
    | false => rw [h₁, h₂, h₃] at h; cases h
    | true =>
    rw [h₁, h₂, h₃] at h
    exact Snapshot.ext (Nat.eq_of_beq_eq_true h₁) (Nat.eq_of_beq_eq_true h)
      (Nat.eq_of_beq_eq_true h₃) (Nat.eq_of_beq_eq_true h₂)
  · rintro rfl
    unfold same
    simp only [Nat.beq_refl]

/-- The snapshot says all of the configuration; `z` is the position of the head at depth `0`. -/
abbrev Snapshot.Is (x : Snapshot) (z : Int) (c : Config n k) : Prop :=
  (∀ e, Shows c x.state x.left x.right (x.depth + e)) ∧
  (c.head = z + x.depth)

theorem Snapshot.Is.shows {x : Snapshot} {z : Int} {c : Config n k} (whole : Snapshot.Is x z c) :
    ∀ e, Shows c x.state x.left x.right (x.depth + e) := whole.1

theorem Snapshot.Is.head {x : Snapshot} {z : Int} {c : Config n k} (whole : Snapshot.Is x z c) :
    c.head = z + x.depth := whole.2

theorem Snapshot.Is.eq_of_same {x : Snapshot} {z : Int} {c d : Config n k} (hc : x.Is z c)
    (hd : x.Is z d) : c = d := by
  have hhead : c.head = d.head := hc.head.trans hd.head.symm
  have hstate : c.state = d.state := by
    have h := (hc.shows 0).state.trans (hd.shows 0).state.symm
    cases hcs : c.state with
    | none =>
      cases hds : d.state with
      | none => rfl
      | some q => rw [hcs, hds] at h; cases h
    | some p =>
      cases hds : d.state with
      | none => rw [hcs, hds] at h; cases h
      | some q => rw [hcs, hds] at h; exact congrArg some (Fin.ext (Nat.succ.inj h))
  have htape : c.tape = d.tape := by
    funext i
    apply Fin.ext
    by_cases hi : i < c.head
    · obtain ⟨j, rfl⟩ : ∃ j : Nat, i = c.head - 1 - j := ⟨(c.head - 1 - i).toNat, by omega⟩
      rw [(hc.shows (j + 1)).left j (by omega), hhead, (hd.shows (j + 1)).left j (by omega)]
    · obtain ⟨j, rfl⟩ : ∃ j : Nat, i = c.head + j := ⟨(i - c.head).toNat, by omega⟩
      rw [(hc.shows 0).right j, hhead, (hd.shows 0).right j]
  cases c
  cases d
  simp only at hhead hstate htape
  rw [hhead, hstate, htape]

theorem Snapshot.Is.same_of_eq (hk : 2 ≤ k) {x y : Snapshot} {z : Int} {c : Config n k}
    (hx : x.Is z c) (hy : y.Is z c) : x = y := by
  have hdepth : x.depth = y.depth := by
    have := hx.head.symm.trans hy.head
    omega
  have hstate := (hx.shows 0).state.symm.trans (hy.shows 0).state
  have hright : x.right = y.right :=
    eq_of_digits hk fun j => ((hx.shows 0).right j).symm.trans ((hy.shows 0).right j)
  have hleft : x.left = y.left :=
    eq_of_digits hk fun j => ((hx.shows (j + 1)).left j (by omega)).symm.trans
      ((hy.shows (j + 1)).left j (by omega))
  exact Snapshot.ext hstate hleft hright hdepth

theorem Snapshot.Is.run {M : Machine n k} {x y : Snapshot} {z : Int} {c : Config n k} {t : Nat}
    (h : x.Is z c) (hy : simulate n k M.table t x.state x.left x.right x.depth = some y) :
    (∀ s, s < t → ¬ (M.run s c).Halted) ∧ y.Is z (M.run t c) := by
  refine ⟨((h.shows 0).simulate hy).1, fun e => ((h.shows e).simulate hy).2, ?_⟩
  have := (h.shows 0).simulate_head hy
  have := h.head
  omega

theorem Snapshot.is_initial [NeZero n] [NeZero k] (d : Nat) :
    Snapshot.Is ⟨1, 0, 0, d⟩ (0 - d) (.initial : Config n k) :=
  ⟨fun e => Shows.initial (d + e), by show (0 : Int) = 0 - d + d; omega⟩

/-- Computes whether the snapshot `x` comes after exactly `t` steps for the first time, `0` steps
left out. -/
noncomputable def returns (n k table : Nat) (x : Snapshot) (t : Nat) :
    Nat → Nat → Nat → Nat → Bool :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat → Nat → Bool) (fun _ _ _ _ => false)
    (fun t continue_ q l r d =>
      Option.rec (motive := fun _ => Bool) false
        (fun y => Bool.rec (motive := fun _ => Bool)
          (continue_ y.state y.left y.right y.depth)
          (Nat.beq t 0) (y.same x))
        (simulate n k table 1 q l r d))
    t

end BusyBeaver

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k}

theorem of_returns (hk : 2 ≤ k) {x y : Snapshot} {t : Nat} {z : Int} {c d : Config n k}
    (hx : x.Is z c) (hy : y.Is z d)
    (h : returns n k M.table x t y.state y.left y.right y.depth = true) :
    0 < t ∧ M.run t d = c ∧ (∀ s, s < t → ¬ (M.run s d).Halted) ∧
      ∀ s, 0 < s → s < t → M.run s d ≠ c := by
  induction t generalizing y d with
  | zero => cases h
  | succ t ih =>
    have hunfold : returns n k M.table x (t + 1) y.state y.left y.right y.depth =
      Option.rec (motive := fun _ => Bool) false
        (fun y => Bool.rec (motive := fun _ => Bool)
          (returns n k M.table x t y.state y.left y.right y.depth) (Nat.beq t 0) (y.same x))
        (simulate n k M.table 1 y.state y.left y.right y.depth) := rfl
    rw [hunfold] at h
    cases hw : simulate n k M.table 1 y.state y.left y.right y.depth with
    | none => rw [hw] at h; cases h
    | some w =>
      rw [hw] at h
      obtain ⟨hrunning, hnext⟩ := hy.run hw
      have hnext : w.Is z (M.step d) := hnext
      have hnow : ¬ d.Halted := hrunning 0 Nat.one_pos
      cases hsame : w.same x with
      | true =>
        simp only [hsame] at h
        obtain rfl : t = 0 := Nat.eq_of_beq_eq_true h
        obtain rfl := Snapshot.same_iff.mp hsame
        refine ⟨Nat.one_pos, hnext.eq_of_same hx, hrunning, fun s _ _ => ?_⟩
        omega
      | false =>
        simp only [hsame] at h
        obtain ⟨hpos, hrun, hbefore, hne⟩ := ih hnext h
        refine ⟨Nat.succ_pos t, hrun, fun s hs => ?_, fun s hs hst heq => ?_⟩
        · cases s with
          | zero => exact hnow
          | succ s => exact hbefore s (by omega)
        · cases s with
          | zero => omega
          | succ s =>
            cases s with
            | zero =>
              have heq : M.step d = c := heq
              rw [heq] at hnext
              rw [hnext.same_of_eq hk hx, Snapshot.same_iff.mpr rfl] at hsame
              cases hsame
            | succ s => exact hne (s + 1) (Nat.succ_pos s) (by omega) heq

/-- Computes whether the snapshots after `a` steps and after `p` more are different. -/
noncomputable def apartCheck (n k table depth a p : Nat) : Bool :=
  match simulate n k table a 1 0 0 depth with
  | none => false
  | some x =>
    match simulate n k table p x.state x.left x.right x.depth with
    | none => false
    | some y => Bool.not (y.same x)

/-- Computes whether the machine repeats itself from step `m` on, with period `p`. -/
noncomputable def repeatsCheck (M : Machine n k) (m p : Nat) : Bool :=
  eager M.table fun table =>
  eager (m + p) fun depth =>
  match simulate n k table m 1 0 0 depth with
  | none => false
  | some x =>
    Bool.rec (motive := fun _ => Bool) false
      (Bool.rec (motive := fun _ => Bool) false
        (Nat.rec (motive := fun _ => Bool) true (fun a _ => apartCheck n k table depth a p) m)
        (returns n k table x p x.state x.left x.right x.depth))
      (Nat.ble 2 k)

theorem run_congr (a b d : Nat) {c : Config n k} (h : M.run a c = M.run b c) :
    M.run (a + d) c = M.run (b + d) c := by
  rw [run_add, run_add, h]

variable [NeZero n] [NeZero k]

/-- **When a machine repeats itself, by computation**:
`Machine.repeatsFrom_of_check (by decide +kernel)`, for up to some thousands of steps. -/
theorem repeatsFrom_of_check {m p : Nat} (h : M.repeatsCheck m p = true) : M.RepeatsFrom m p := by
  unfold repeatsCheck at h
  rw [eager_eq, eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    cases hble : Nat.ble 2 k with
    | false => rw [hble] at h; cases h
    | true =>
    cases hreturns : returns n k M.table x p x.state x.left x.right x.depth with
    | false => rw [hble, hreturns] at h; cases h
    | true =>
    rw [hble, hreturns] at h
    have hk := Nat.le_of_ble_eq_true hble
    obtain ⟨-, hxis⟩ := (Snapshot.is_initial (n := n) (k := k) (m + p)).run hx
    obtain ⟨hpos, hrun, hrunning, hne⟩ := of_returns hk hxis hxis hreturns
    have hp : M.run (m + p) .initial = M.run m (.initial : Config n k) := by
      rw [run_add]; exact hrun
    refine ⟨hpos, hrunning 0 hpos, hp, ?_⟩
    refine ne_of_first (f := fun t => M.run t .initial) (fun a b d => run_congr a b d) hpos hp
      (fun q hq hqp => ?_) ?_
    · show M.run (m + q) .initial ≠ M.run m .initial
      rw [run_add]
      exact hne q hq hqp
    · cases m with
      | zero => exact .inl rfl
      | succ a =>
        have h : apartCheck n k M.table (a + 1 + p) a p = true := h
        unfold apartCheck at h
        refine .inr ?_
        split at h
        next => cases h
        next x hx =>
          split at h
          next => cases h
          next y hy =>
            obtain ⟨-, hxis⟩ := (Snapshot.is_initial (n := n) (k := k) (a + 1 + p)).run hx
            obtain ⟨-, hyis⟩ := hxis.run hy
            intro heq
            have heq : M.run a .initial = M.run (a + p) (.initial : Config n k) := heq
            rw [run_add] at heq
            rw [← heq] at hyis
            rw [Snapshot.same_iff.mpr (hyis.same_of_eq hk hxis)] at h
            cases h

end BusyBeaver.Machine

/-- Started on the blank tape, the machine repeats itself from step 2 on, with period 4. -/
theorem repeats_0RB1RZ_1LC0RC_1LA1LC_bare : machine.RepeatsFrom 2 4 :=
  Machine.repeatsFrom_of_check (by decide +kernel)
