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

/-- Started on the blank tape, the machine halts after exactly `N` steps, the halting step
included: it has halted after `N` steps, and not after fewer. -/
def HaltsAfter (M : Machine n k) (N : Nat) : Prop :=
  (M.run N .initial).Halted ∧ ∀ t, t < N → ¬ (M.run t .initial).Halted

/-- Started on the blank tape, the machine halts. -/
def Halts (M : Machine n k) : Prop := ∃ N, M.HaltsAfter N

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `0RB1RZ_1RC1RZ_0LC1RB`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .right, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨0, .left, some 2⟩
  | 2, 1 => ⟨1, .right, some 1⟩

namespace BusyBeaver.Machine

variable {n k : Nat} [NeZero n] [NeZero k]

/-- Started on the blank tape, the machine never halts. -/
def NeverHalts (M : Machine n k) : Prop := ∀ t, ¬ (M.run t .initial).Halted

end BusyBeaver.Machine

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k} {c : Config n k}

@[simp] theorem run_zero : M.run 0 c = c := rfl

theorem run_succ (t : Nat) : M.run (t + 1) c = M.run t (M.step c) := rfl

theorem run_add (s t : Nat) : M.run (s + t) c = M.run t (M.run s c) := by
  induction s generalizing c with
  | zero => simp
  | succ s ih => rw [Nat.succ_add, run_succ, run_succ, ih]

variable [NeZero n] [NeZero k]

/-- If the machine has halted at some time, then there is a first such time. -/
theorem halts_of_halted {t : Nat} (h : (M.run t .initial).Halted) : M.Halts := by
  induction t using Nat.strongRecOn with
  | _ t ih =>
    by_cases hfirst : ∃ s, s < t ∧ (M.run s .initial).Halted
    · obtain ⟨s, hs, hhalt⟩ := hfirst
      exact ih s hs hhalt
    · exact ⟨t, h, fun s hs hhalt => hfirst ⟨s, hs, hhalt⟩⟩

theorem neverHalts_iff : M.NeverHalts ↔ ¬ M.Halts :=
  ⟨fun h ⟨N, hN⟩ => h N hN.1, fun h _ ht => h (halts_of_halted ht)⟩

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

theorem digit_mod_pow (x : Nat) {j w : Nat} (h : j < w) :
    digit k (x % k ^ w) j = digit k x j := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_lt h
  have hpow : k ^ (j + d + 1) = k ^ j * k ^ (d + 1) := by
    rw [Nat.add_assoc, Nat.pow_add]
  unfold digit
  rw [hpow, Nat.mod_mul_right_div_self,
    Nat.mod_mod_of_dvd _ (show k ∣ k ^ (d + 1) from Nat.dvd_mul_left k (k ^ d))]

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

/-- Only the digits of `l` within the depth matter. -/
theorem mod_pow (h : Shows c q l r d) {w : Nat} (hw : w ≤ d) : Shows c q (l % k ^ w) r w :=
  ⟨h.state, fun j hj => by
    rw [digit_mod_pow l hj]; exact h.left j (Nat.lt_of_lt_of_le hj hw), h.right⟩

theorem of_mod_pow (h : Shows c q l r d) {w : Nat} (hw : w ≤ d) {l' : Nat}
    (hl : l % k ^ w = l') : Shows c q l' r w := hl ▸ h.mod_pow hw

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

namespace BusyBeaver.Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- If `x` is reached after `start` steps, and from the window of `width` cells behind its head
(and all that is before it) the same window, state, and tape ahead are reached again after `period`
more steps, then the machine never halts. -/
theorem neverHalts_of_loop {start period width : Nat} {x y : Snapshot}
    (hx : simulate n k M.table start 1 0 0 start = some x)
    (hy : simulate n k M.table period x.state (x.left % k ^ width) x.right width = some y)
    (hpos : 0 < period) (hstate : y.state = x.state) (hright : y.right = x.right)
    (hdepth : width ≤ y.depth) (hleft : y.left % k ^ width = x.left % k ^ width) :
    M.NeverHalts := by
  have hstart := Shows.simulate (e := width) (Shows.initial (n := n) (k := k) (start + width)) hx
  have hround : ∀ c : Config n k, Shows c x.state (x.left % k ^ width) x.right width →
      (∀ s, s < period → ¬ (M.run s c).Halted) ∧
        Shows (M.run period c) x.state (x.left % k ^ width) x.right width := by
    intro c hc
    have h := Shows.simulate (e := 0) hc hy
    refine ⟨h.1, ?_⟩
    have := h.2.of_mod_pow (w := width) hdepth hleft
    rwa [hstate, hright] at this
  have hforever : ∀ t (c : Config n k),
      Shows c x.state (x.left % k ^ width) x.right width → ¬ (M.run t c).Halted := by
    intro t
    induction t using Nat.strongRecOn with
    | _ t ih =>
      intro c hc
      by_cases ht : t < period
      · exact (hround c hc).1 t ht
      · have hsplit : t = period + (t - period) := by omega
        rw [hsplit, run_add]
        exact ih (t - period) (by omega) _ (hround c hc).2
  intro t
  by_cases ht : t < start
  · exact hstart.1 t ht
  · have hsplit : t = start + (t - start) := by omega
    rw [hsplit, run_add]
    exact hforever _ _ (hstart.2.mod_pow (Nat.le_add_left width x.depth))

/-- Computes whether the machine, after `start` steps, is in a loop to the right (or in place) of
`period` steps in which the head stays within `width` cells to the left of where it was. -/
noncomputable def loopCheck (M : Machine n k) (start period width : Nat) : Bool :=
  eager M.table fun table =>
  match simulate n k table start 1 0 0 start with
  | none => false
  | some x =>
    eager (x.left % k ^ width) fun window =>
    match simulate n k table period x.state window x.right width with
    | none => false
    | some y =>
      Nat.blt 0 period && Nat.beq y.state x.state && Nat.beq y.right x.right &&
        Nat.ble width y.depth && Nat.beq (y.left % k ^ width) window

/-- **Never halting, by a loop to the right or in place**:
`M.neverHalts_of_loopRight (start := …) (period := …) (width := …) (by decide +kernel)`. -/
theorem neverHalts_of_loopRight {start period width : Nat}
    (h : M.loopCheck start period width = true) : M.NeverHalts := by
  unfold loopCheck at h
  rw [eager_eq] at h
  split at h
  next => cases h
  next x hx =>
    rw [eager_eq] at h
    split at h
    next => cases h
    next y hy =>
      simp only [Bool.and_eq_true] at h
      obtain ⟨⟨⟨⟨hpos, hstate⟩, hright⟩, hdepth⟩, hleft⟩ := h
      exact neverHalts_of_loop hx hy (Nat.le_of_ble_eq_true hpos) (Nat.eq_of_beq_eq_true hstate)
        (Nat.eq_of_beq_eq_true hright) (Nat.le_of_ble_eq_true hdepth)
        (Nat.eq_of_beq_eq_true hleft)

theorem NeverHalts.not_halts (h : M.NeverHalts) : ¬ M.Halts := neverHalts_iff.mp h

end BusyBeaver.Machine

/-- Prove or refute: started on the blank tape, the machine halts. (To refute it, prove instead
`theorem not_decide_it_halts_0RB1RZ_1RC1RZ_0LC1RB_bare : ¬ machine.Halts`.) -/
theorem not_decide_it_halts_0RB1RZ_1RC1RZ_0LC1RB_bare : ¬ machine.Halts :=
  Machine.NeverHalts.not_halts (Machine.neverHalts_of_loopRight
    (start := 2) (period := 3) (width := 1)
    (by decide +kernel))
