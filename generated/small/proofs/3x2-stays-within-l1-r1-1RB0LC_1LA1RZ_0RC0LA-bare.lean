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

/-- Started on the blank tape with its head on cell `0`, the machine never moves its head out of the
cells from `a` to `b`, both included. -/
def StaysWithin (M : Machine n k) (a b : Int) : Prop :=
  ∀ t, a ≤ (M.run t .initial).head ∧ (M.run t .initial).head ≤ b

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `1RB0LC_1LA1RZ_0RC0LA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 2⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨0, .right, some 2⟩
  | 2, 1 => ⟨0, .left, some 0⟩

namespace BusyBeaver.Config

variable {n k : Nat}

/-- The machine has halted. -/
def Halted (c : Config n k) : Prop := c.state = none

end BusyBeaver.Config

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

/-- A snapshot, and the least and the greatest depth on the way to it. -/
abbrev Tracked := Nat × Nat × Nat × Nat × Nat × Nat

abbrev Tracked.mk (state : Nat) (left : Nat) (right : Nat) (depth : Nat) (least : Nat) (greatest : Nat) : Tracked := (state, left, right, depth, least, greatest)

abbrev Tracked.state (whole : Tracked) :
    Nat := whole.1

abbrev Tracked.left (whole : Tracked) :
    Nat := whole.2.1

abbrev Tracked.right (whole : Tracked) :
    Nat := whole.2.2.1

abbrev Tracked.depth (whole : Tracked) :
    Nat := whole.2.2.2.1

abbrev Tracked.least (whole : Tracked) :
    Nat := whole.2.2.2.2.1

abbrev Tracked.greatest (whole : Tracked) :
    Nat := whole.2.2.2.2.2

/-- The snapshot after `t` steps, and the least and the greatest of `lo`, `hi` and the depths before
these steps. -/
noncomputable def track (n k table t : Nat) :
    Nat → Nat → Nat → Nat → Nat → Nat → Option Tracked :=
  Nat.rec (motive := fun _ => Nat → Nat → Nat → Nat → Nat → Nat → Option Tracked)
    (fun q l r d lo hi => some ⟨q, l, r, d, lo, hi⟩)
    (fun _ continue_ q l r d lo hi =>
      Option.rec (motive := fun _ => Option Tracked) none
        (fun x =>
          eager (Bool.rec (motive := fun _ => Nat) lo d (Nat.ble d lo)) fun lo =>
          eager (Bool.rec (motive := fun _ => Nat) hi d (Nat.ble hi d)) fun hi =>
          continue_ x.state x.left x.right x.depth lo hi)
        (simulate n k table 1 q l r d))
    t

theorem track_succ {table t lo hi : Nat} {x : Snapshot} (hx : simulate n k table 1 q l r d = some x) :
    track n k table (t + 1) q l r d lo hi =
      track n k table t x.state x.left x.right x.depth (min d lo) (max hi d) := by
  have hunfold : track n k table (t + 1) q l r d lo hi =
    Option.rec (motive := fun _ => Option Tracked) none
      (fun x => track n k table t x.state x.left x.right x.depth
        (Bool.rec (motive := fun _ => Nat) lo d (Nat.ble d lo))
        (Bool.rec (motive := fun _ => Nat) hi d (Nat.ble hi d)))
      (simulate n k table 1 q l r d) := rfl
  have hmin : Bool.rec (motive := fun _ => Nat) lo d (Nat.ble d lo) = min d lo := by
    cases h : Nat.ble d lo with
    | true => exact (Nat.min_eq_left (Nat.le_of_ble_eq_true h)).symm
    | false =>
      have : ¬ d ≤ lo := fun hle => by rw [Nat.ble_eq_true_of_le hle] at h; cases h
      show lo = min d lo
      omega
  have hmax : Bool.rec (motive := fun _ => Nat) hi d (Nat.ble hi d) = max hi d := by
    cases h : Nat.ble hi d with
    | true => exact (Nat.max_eq_right (Nat.le_of_ble_eq_true h)).symm
    | false =>
      have : ¬ hi ≤ d := fun hle => by rw [Nat.ble_eq_true_of_le hle] at h; cases h
      show hi = max hi d
      omega
  rw [hunfold, hx, ← hmin, ← hmax]

theorem head_eq {i i' z : Int} {d d' : Nat} (h : i' + d = i + d') (hz : i = z + d) :
    i' = z + d' := by omega

/-- **What `track` says of a run**: the snapshot tells the truth, the machine does not halt early,
and the depths are the positions of the head, but for a constant `z`. -/
theorem Shows.track {t lo hi : Nat} {y : Tracked} {z : Int} (h : ∀ e, Shows c q l r (d + e))
    (hz : c.head = z + d) (hy : BusyBeaver.track n k M.table t q l r d lo hi = some y) :
    (∀ s, s < t → ¬ (M.run s c).Halted) ∧
    (∀ e, Shows (M.run t c) y.state y.left y.right (y.depth + e)) ∧
    (M.run t c).head = z + y.depth ∧ y.least ≤ lo ∧ hi ≤ y.greatest ∧
    (∀ s, s < t → z + y.least ≤ (M.run s c).head ∧ (M.run s c).head ≤ z + y.greatest) ∧
    (y.least = lo ∨ ∃ s, s < t ∧ (M.run s c).head = z + y.least) ∧
    (y.greatest = hi ∨ ∃ s, s < t ∧ (M.run s c).head = z + y.greatest) := by
  induction t generalizing c q l r d lo hi with
  | zero =>
    have hy : some ⟨q, l, r, d, lo, hi⟩ = some y := hy
    cases hy
    exact ⟨fun s hs => absurd hs (Nat.not_lt_zero s), h, hz, Nat.le_refl _, Nat.le_refl _,
      fun s hs => absurd hs (Nat.not_lt_zero s), .inl rfl, .inl rfl⟩
  | succ t ih =>
    cases hx : BusyBeaver.simulate n k M.table 1 q l r d with
    | none =>
      have : BusyBeaver.track n k M.table (t + 1) q l r d lo hi = none := by
        have hunfold : BusyBeaver.track n k M.table (t + 1) q l r d lo hi =
          Option.rec (motive := fun _ => Option Tracked) none
            (fun x => BusyBeaver.track n k M.table t x.state x.left x.right x.depth
              (Bool.rec (motive := fun _ => Nat) lo d (Nat.ble d lo))
              (Bool.rec (motive := fun _ => Nat) hi d (Nat.ble hi d)))
            (BusyBeaver.simulate n k M.table 1 q l r d) := rfl
        rw [hunfold, hx]
      rw [this] at hy
      cases hy
    | some x =>
      rw [track_succ hx] at hy
      have hrun : ¬ c.Halted := ((h 0).simulate hx).1 0 Nat.one_pos
      have hhead := (h 0).simulate_head hx
      have hnext := ih (c := M.step c) (fun e => ((h e).simulate hx).2)
        (head_eq hhead hz) hy
      obtain ⟨h₁, h₂, h₃, h₄, h₅, h₆, h₇, h₈⟩ := hnext
      refine ⟨fun s hs => ?_, h₂, h₃, Nat.le_trans h₄ (Nat.min_le_right d lo),
        Nat.le_trans (Nat.le_max_left hi d) h₅, fun s hs => ?_, ?_, ?_⟩
      · cases s with
        | zero => exact hrun
        | succ s => exact h₁ s (Nat.lt_of_succ_lt_succ hs)
      · cases s with
        | zero =>
          rw [Machine.run_zero, hz]
          exact ⟨Int.add_le_add_left (Int.ofNat_le.mpr (Nat.le_trans h₄ (Nat.min_le_left d lo))) z,
            Int.add_le_add_left (Int.ofNat_le.mpr (Nat.le_trans (Nat.le_max_right hi d) h₅)) z⟩
        | succ s => exact h₆ s (Nat.lt_of_succ_lt_succ hs)
      · rcases h₇ with h₇ | ⟨s, hs, h₇⟩
        · by_cases hd : d ≤ lo
          · exact .inr ⟨0, Nat.succ_pos t, by rw [Machine.run_zero, hz, h₇, Nat.min_eq_left hd]⟩
          · exact .inl (h₇.trans (Nat.min_eq_right (Nat.le_of_lt (Nat.lt_of_not_le hd))))
        · exact .inr ⟨s + 1, Nat.succ_lt_succ hs, h₇⟩
      · rcases h₈ with h₈ | ⟨s, hs, h₈⟩
        · by_cases hd : hi ≤ d
          · exact .inr ⟨0, Nat.succ_pos t, by rw [Machine.run_zero, hz, h₈, Nat.max_eq_right hd]⟩
          · exact .inl (h₈.trans (Nat.max_eq_left (Nat.le_of_lt (Nat.lt_of_not_le hd))))
        · exact .inr ⟨s + 1, Nat.succ_lt_succ hs, h₈⟩

end BusyBeaver

namespace BusyBeaver

variable {n k : Nat}

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

theorem Snapshot.Is.run {M : Machine n k} {x y : Snapshot} {z : Int} {c : Config n k} {t : Nat}
    (h : x.Is z c) (hy : simulate n k M.table t x.state x.left x.right x.depth = some y) :
    (∀ s, s < t → ¬ (M.run s c).Halted) ∧ y.Is z (M.run t c) := by
  refine ⟨((h.shows 0).simulate hy).1, fun e => ((h.shows e).simulate hy).2, ?_⟩
  have := (h.shows 0).simulate_head hy
  have := h.head
  omega

end BusyBeaver

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k}

theorem run_congr (a b d : Nat) {c : Config n k} (h : M.run a c = M.run b c) :
    M.run (a + d) c = M.run (b + d) c := by
  rw [run_add, run_add, h]

variable [NeZero n] [NeZero k]

/-- Computes whether the machine is in the same configuration after `start` steps and after `period`
more, and its head has stayed in the cells from `a` to `b`. -/
noncomputable def staysCheck (M : Machine n k) (start period : Nat) (a b : Int) : Bool :=
  eager M.table fun table =>
  eager (start + period) fun depth =>
  match track n k table start 1 0 0 depth depth depth with
  | none => false
  | some x =>
    match track n k table period x.state x.left x.right x.depth x.least x.greatest with
    | none => false
    | some y =>
      Nat.blt 0 period && Nat.beq y.state x.state && Nat.beq y.left x.left &&
        Nat.beq y.right x.right && Nat.beq y.depth x.depth &&
        decide (a ≤ (y.least : Int) - depth) && decide ((y.greatest : Int) - depth ≤ b)

/-- **Staying within an interval, by computation**, for a machine that is in the same configuration
after `start` steps and after `period` more:
`Machine.staysWithin_of_check (start := …) (period := …) (by decide +kernel)`. -/
theorem staysWithin_of_check {start period : Nat} {a b : Int}
    (h : M.staysCheck start period a b = true) : M.StaysWithin a b := by
  unfold staysCheck at h
  rw [eager_eq, eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    split at h
    next => cases h
    next y hy =>
      simp only [Bool.and_eq_true] at h
      obtain ⟨⟨⟨⟨⟨⟨hpos, hstate⟩, hleft⟩, hright⟩, hdepth⟩, hlow⟩, hhigh⟩ := h
      have hpos : 0 < period := Nat.le_of_ble_eq_true hpos
      have hstate := Nat.eq_of_beq_eq_true hstate
      have hleft := Nat.eq_of_beq_eq_true hleft
      have hright := Nat.eq_of_beq_eq_true hright
      have hdepth := Nat.eq_of_beq_eq_true hdepth
      have hlow := of_decide_eq_true hlow
      have hhigh := of_decide_eq_true hhigh
      obtain ⟨z, hz⟩ : ∃ z : Int, z + (start + period : Nat) = 0 :=
        ⟨0 - (start + period : Nat), by omega⟩
      obtain ⟨-, hx₂, hx₃, hx₄, hx₅, hx₆, -, -⟩ := Shows.track (M := M) (z := z)
        (fun e => Shows.initial (n := n) (k := k) (start + period + e)) hz.symm hx
      obtain ⟨-, hy₂, hy₃, hy₄, hy₅, hy₆, -, -⟩ := Shows.track (M := M) (z := z) hx₂ hx₃ hy
      have hxis : Snapshot.Is ⟨x.state, x.left, x.right, x.depth⟩ z (M.run start .initial) :=
        ⟨hx₂, hx₃⟩
      have hyis : Snapshot.Is ⟨x.state, x.left, x.right, x.depth⟩ z
          (M.run period (M.run start .initial)) :=
        ⟨fun e => by rw [← hstate, ← hleft, ← hright, ← hdepth]; exact hy₂ e,
          by rw [← hdepth]; exact hy₃⟩
      have hperiod := hyis.eq_of_same hxis
      rw [← run_add] at hperiod
      have hwithin : ∀ i : Int, z + y.least ≤ i ∧ i ≤ z + y.greatest → a ≤ i ∧ i ≤ b := by
        clear hx₄ hx₅ hy₄ hy₅ hstate hleft hright hdepth hpos
        omega
      intro t
      induction t using Nat.strongRecOn with
      | _ t ih =>
        by_cases hstart : t < start
        · have := hx₆ t hstart
          exact hwithin _ ⟨Int.le_trans (Int.add_le_add_left (Int.ofNat_le.mpr hy₄) z) this.1,
            Int.le_trans this.2 (Int.add_le_add_left (Int.ofNat_le.mpr hy₅) z)⟩
        · obtain ⟨s, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_not_lt hstart)
          by_cases hs : s < period
          · rw [run_add]
            exact hwithin _ (hy₆ s hs)
          · obtain ⟨s, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_not_lt hs)
            rw [← Nat.add_assoc, run_congr _ _ s hperiod]
            exact ih (start + s) (Nat.add_lt_add_left (Nat.lt_add_of_pos_left hpos) start)

end BusyBeaver.Machine

/-- Started on the blank tape, the machine never moves its head out of the cells from -1 to 1. -/
theorem stays_within_l1_r1_1RB0LC_1LA1RZ_0RC0LA_bare : machine.StaysWithin (-1) 1 :=
  Machine.staysWithin_of_check
    (start := 0) (period := 6) (by decide +kernel)
