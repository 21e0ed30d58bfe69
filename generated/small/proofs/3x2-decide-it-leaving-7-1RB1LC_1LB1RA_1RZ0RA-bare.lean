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

/-- Exactly `s` cells are not blank: there is a list of `s` different cells, and the cells in it
are those that do not hold `0`. -/
def NonBlankCount [NeZero k] (c : Config n k) (s : Nat) : Prop :=
  ∃ cells : List Int, cells.Nodup ∧ cells.length = s ∧ ∀ i, i ∈ cells ↔ c.tape i ≠ 0

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

/-- Started on the blank tape, the machine halts after exactly `N` steps, the halting step
included: it has halted after `N` steps, and not after fewer. -/
def HaltsAfter (M : Machine n k) (N : Nat) : Prop :=
  (M.run N .initial).Halted ∧ ∀ t, t < N → ¬ (M.run t .initial).Halted

/-- Started on the blank tape, the machine halts, and then exactly `s` cells are not blank. -/
def HaltsLeaving (M : Machine n k) (s : Nat) : Prop :=
  ∃ N, M.HaltsAfter N ∧ (M.run N .initial).NonBlankCount s

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `1RB1LC_1LB1RA_1RZ0RA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 2⟩
  | 1, 0 => ⟨1, .left, some 1⟩
  | 1, 1 => ⟨1, .right, some 0⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨0, .right, some 0⟩

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k} {c : Config n k}

@[simp] theorem run_zero : M.run 0 c = c := rfl

theorem run_succ (t : Nat) : M.run (t + 1) c = M.run t (M.step c) := rfl

variable [NeZero n] [NeZero k]

/-- The halting time is unique. -/
theorem HaltsAfter.unique {N N' : Nat} (h : M.HaltsAfter N) (h' : M.HaltsAfter N') : N = N' := by
  rcases Nat.lt_trichotomy N N' with hlt | heq | hgt
  · exact absurd h.1 (h'.2 N hlt)
  · exact heq
  · exact absurd h'.1 (h.2 N' hgt)

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

theorem packDigits_lt {f : Nat → Nat} (hf : ∀ i, f i < b) (m : Nat) :
    packDigits b f m < b ^ m := by
  induction m generalizing f with
  | zero => simp [packDigits]
  | succ m ih =>
    have h := ih (f := fun i => f (i + 1)) fun i => hf (i + 1)
    have hf0 := hf 0
    calc packDigits b f (m + 1) < b + b * packDigits b (fun i => f (i + 1)) m := by
          rw [packDigits]; omega
      _ = b * (packDigits b (fun i => f (i + 1)) m + 1) := by rw [Nat.mul_succ, Nat.add_comm]
      _ ≤ b * b ^ m := Nat.mul_le_mul_left b h
      _ = b ^ (m + 1) := by rw [Nat.pow_succ, Nat.mul_comm]

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

theorem halted (h : Shows c 0 l r d) : c.Halted := by
  have := h.state
  unfold Config.Halted
  cases hc : c.state with
  | none => rfl
  | some q => rw [hc] at this; cases this

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

namespace BusyBeaver.Config

variable {n k : Nat}

/-- The tape holds the symbols of a list in the cells from `start` on, the first in cell `start`,
and is blank elsewhere. -/
def Holds [NeZero k] (c : Config n k) (start : Int) (symbols : List (Fin k)) : Prop :=
  ∀ i, c.tape i = if start ≤ i then symbols.getD (i - start).toNat 0 else 0

end BusyBeaver.Config

namespace BusyBeaver.Machine

variable {n k : Nat} [NeZero n] [NeZero k]

/-- Started on the blank tape, the machine halts; the tape then holds the symbols of a list in the
cells from `start` on and is blank elsewhere, and the head is on cell `head`. It starts on cell `0`,
and the step that halts moves the head too. -/
def HaltsWith (M : Machine n k) (start : Int) (symbols : List (Fin k)) (head : Int) : Prop :=
  ∃ N, M.HaltsAfter N ∧ (M.run N .initial).Holds start symbols ∧ (M.run N .initial).head = head

end BusyBeaver.Machine

namespace BusyBeaver

theorem length_le_of_subset {xs ys : List Int} (hx : xs.Nodup) (h : ∀ i, i ∈ xs → i ∈ ys) :
    xs.length ≤ ys.length := by
  induction xs generalizing ys with
  | nil => exact Nat.zero_le _
  | cons x xs ih =>
    obtain ⟨hnot, hx⟩ := List.nodup_cons.mp hx
    have hmem := h x List.mem_cons_self
    have hle := ih (ys := ys.erase x) hx fun i hi =>
      (List.mem_erase_of_ne (by rintro rfl; exact hnot hi)).mpr (h i (List.mem_cons_of_mem x hi))
    rw [List.length_erase_of_mem hmem] at hle
    have := List.length_pos_of_mem hmem
    rw [List.length_cons]
    omega

/-- Two lists without repetition that have the same members are of the same length. -/
theorem length_eq_of_mem_iff {xs ys : List Int} (hx : xs.Nodup) (hy : ys.Nodup)
    (h : ∀ i, i ∈ xs ↔ i ∈ ys) : xs.length = ys.length :=
  Nat.le_antisymm (length_le_of_subset hx fun i => (h i).mp)
    (length_le_of_subset hy fun i => (h i).mpr)

end BusyBeaver

namespace BusyBeaver.Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- The number of cells that are left is unique. -/
theorem HaltsLeaving.unique {s s' : Nat} (h : M.HaltsLeaving s) (h' : M.HaltsLeaving s') :
    s = s' := by
  obtain ⟨N, hN, cells, hnodup, hlength, hmem⟩ := h
  obtain ⟨N', hN', cells', hnodup', hlength', hmem'⟩ := h'
  obtain rfl := hN.unique hN'
  rw [← hlength, ← hlength']
  exact length_eq_of_mem_iff hnodup hnodup' fun i => (hmem i).trans (hmem' i).symm

theorem HaltsLeaving.not_haltsLeaving {s s' : Nat} (h : M.HaltsLeaving s) (hne : s ≠ s') :
    ¬ M.HaltsLeaving s' := fun h' => hne (h.unique h')

end BusyBeaver.Machine

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

/-- The symbol in cell `i` of a tape that holds a list of symbols from `start` on. -/
noncomputable def cellOf {k : Nat} [NeZero k] (start : Int) (symbols : List (Fin k)) (i : Int) : Fin k :=
  if start ≤ i then symbols.getD (i - start).toNat 0 else 0

end BusyBeaver

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k} {q l r d : Nat}

/-- Computes whether the machine halts after exactly `N` steps, with the head on cell `head`, and
with these symbols on the tape from `start` on. -/
noncomputable def haltsWithCheck {n k : Nat} [NeZero k] (M : Machine n k) (N : Nat) (start : Int)
    (symbols : List (Fin k)) (head : Int) : Bool :=
  eager M.table fun table =>
  match simulate n k table N 1 0 0 N with
  | none => false
  | some x =>
    Nat.beq x.state 0 && decide ((x.depth : Int) - N = head) &&
    Nat.beq x.left (packDigits k (fun j => (cellOf start symbols (head - 1 - j)).val)
      (head - start).toNat) &&
    Nat.beq x.right (packDigits k (fun j => (cellOf start symbols (head + j)).val)
      (start + symbols.length - head).toNat)

variable [NeZero n] [NeZero k]

theorem cellOf_of_lt {start i : Int} {symbols : List (Fin k)} (h : i < start) :
    cellOf start symbols i = 0 := if_neg (by omega)

theorem cellOf_of_le {start i : Int} {symbols : List (Fin k)} (h : start + symbols.length ≤ i) :
    cellOf start symbols i = 0 := by
  unfold cellOf
  rw [if_pos (by omega), List.getD_eq_getElem?_getD, List.getElem?_eq_none (by omega)]
  rfl

/-- The digits of packed symbols, beyond which there are blanks only. -/
theorem digit_packed {f : Nat → Fin k} {m j : Nat} (hf : m ≤ j → f j = 0) :
    digit k (packDigits k (fun j => (f j).val) m) j = (f j).val := by
  by_cases hj : j < m
  · exact digit_packDigits (fun j => Fin.isLt _) hj
  · have hj := Nat.le_of_not_lt hj
    have : packDigits k (fun j => (f j).val) m < k ^ j :=
      Nat.lt_of_lt_of_le (packDigits_lt (fun j => (f j).isLt) m)
        (Nat.pow_le_pow_right (Nat.pos_of_ne_zero (NeZero.ne k)) hj)
    unfold digit
    rw [Nat.div_eq_of_lt this, Nat.zero_mod, hf hj]
    rfl

/-- A cell is to the left of the head, or it is not. -/
theorem cell_cases (head i : Int) :
    (∃ j : Nat, i = head - 1 - j) ∨ ∃ j : Nat, i = head + j := by
  by_cases hi : i < head
  · exact .inl ⟨(head - 1 - i).toNat, by omega⟩
  · exact .inr ⟨(i - head).toNat, by omega⟩

theorem before_start {head start : Int} {j : Nat} (h : (head - start).toNat ≤ j) :
    head - 1 - j < start := by omega

theorem behind_end {head last : Int} {j : Nat} (h : (last - head).toNat ≤ j) :
    last ≤ head + j := by omega

theorem head_of_depth {i i' head : Int} {N d : Nat} (h : i + (N + 0 : Nat) = i' + d)
    (hi : i' = 0) (hd : (d : Int) - N = head) : i = head := by omega

/-- **The configuration in which a machine halts, by computation**:
`Machine.haltsWith_of_check (N := …) (by decide +kernel)`, where `N` is the halting time, some
thousands at most. -/
theorem haltsWith_of_check {N : Nat} {start head : Int} {symbols : List (Fin k)}
    (h : M.haltsWithCheck N start symbols head = true) : M.HaltsWith start symbols head := by
  unfold haltsWithCheck at h
  rw [eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    simp only [Bool.and_eq_true] at h
    obtain ⟨⟨⟨hstate, hhead⟩, hleft⟩, hright⟩ := h
    have hstate := Nat.eq_of_beq_eq_true hstate
    have hleft := Nat.eq_of_beq_eq_true hleft
    have hright := Nat.eq_of_beq_eq_true hright
    have hhead := of_decide_eq_true hhead
    have hshows := fun e => Shows.simulate (e := e) (Shows.initial (n := n) (k := k) (N + e)) hx
    have hpos := Shows.simulate_head (e := 0) (Shows.initial (n := n) (k := k) (N + 0)) hx
    have hpos := head_of_depth hpos rfl hhead
    have hzero := (hshows 0).2
    rw [hstate] at hzero
    refine ⟨N, ⟨hzero.halted, (hshows 0).1⟩, fun i => ?_, hpos⟩
    show _ = cellOf start symbols i
    apply Fin.ext
    rcases cell_cases head i with ⟨j, rfl⟩ | ⟨j, rfl⟩
    · have := (hshows (j + 1)).2.left j
        (Nat.lt_of_lt_of_le (Nat.lt_succ_self j) (Nat.le_add_left _ _))
      rw [hpos, hleft] at this
      rw [this]
      exact digit_packed (f := fun j => cellOf start symbols (head - 1 - j))
        fun h => cellOf_of_lt (before_start h)
    · have := hzero.right j
      rw [hpos, hright] at this
      rw [this]
      exact digit_packed (f := fun j => cellOf start symbols (head + j))
        fun h => cellOf_of_le (behind_end h)

/-- The cells that a machine leaves, from the tape with which it halts:
`(Machine.haltsWith_of_check (N := …) (start := …) (symbols := …) (head := …)
(by decide +kernel)).haltsLeaving (by decide)`. -/
theorem HaltsWith.haltsLeaving {start head : Int} {symbols : List (Fin k)} {s : Nat}
    (h : M.HaltsWith start symbols head)
    (hs : ((List.range symbols.length).filter fun j => symbols.getD j 0 ≠ 0).length = s) :
    M.HaltsLeaving s := by
  obtain ⟨N, hN, htape, -⟩ := h
  refine ⟨N, hN, ((List.range symbols.length).filter fun j => symbols.getD j 0 ≠ 0).map
    fun j => start + (j : Nat), ?_, by rw [List.length_map, hs], fun i => ?_⟩
  · refine List.pairwise_map.mpr ((List.nodup_range.filter _).imp ?_)
    intro a b hab heq
    omega
  · rw [List.mem_map, htape i]
    constructor
    · rintro ⟨j, hj, rfl⟩
      have hj := of_decide_eq_true (List.mem_filter.mp hj).2
      rw [if_pos (by omega), show (start + (j : Int) - start).toNat = j by omega]
      exact hj
    · intro hi
      by_cases hle : start ≤ i
      · rw [if_pos hle] at hi
        refine ⟨(i - start).toNat, List.mem_filter.mpr ⟨List.mem_range.mpr ?_, ?_⟩, by omega⟩
        · refine Nat.lt_of_not_le fun hlen => hi ?_
          rw [List.getD_eq_getElem?_getD, List.getElem?_eq_none hlen]
          rfl
        · exact decide_eq_true hi
      · rw [if_neg hle] at hi
        exact absurd rfl hi

end BusyBeaver.Machine

/-- Prove or refute: started on the blank tape, the machine halts, and then exactly 7 cells are
not blank. (To refute it, prove instead `theorem
not_decide_it_leaving_7_1RB1LC_1LB1RA_1RZ0RA_bare : ¬ machine.HaltsLeaving 7`.) -/
theorem not_decide_it_leaving_7_1RB1LC_1LB1RA_1RZ0RA_bare : ¬ machine.HaltsLeaving 7 :=
  ((Machine.haltsWith_of_check (N := 7) (start := 0)
    (symbols := [1, 1]) (head := 1) (by decide +kernel)).haltsLeaving rfl).not_haltsLeaving (by decide +kernel)
