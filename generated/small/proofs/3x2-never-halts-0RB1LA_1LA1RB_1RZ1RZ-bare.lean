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

/-- Started on the blank tape, the machine never halts. -/
def NeverHalts (M : Machine n k) : Prop := ∀ t, ¬ (M.run t .initial).Halted

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `0RB1LA_1LA1RB_1RZ1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 0⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, some 1⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨1, .right, none⟩

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k} {c : Config n k}

/-- A run of no steps leads nowhere else. -/
@[simp] theorem run_zero : M.run 0 c = c := rfl

/-- A run of `t + 1` steps is one step and then a run of `t`. -/
theorem run_succ (t : Nat) : M.run (t + 1) c = M.run t (M.step c) := rfl

/-- A run of `s + t` steps is a run of `s` steps and then one of `t`. -/
theorem run_add (s t : Nat) : M.run (s + t) c = M.run t (M.run s c) := by
  induction s generalizing c with
  | zero => rw [Nat.zero_add, run_zero]
  | succ s ih => rw [Nat.succ_add, run_succ, run_succ, ih]

end BusyBeaver.Machine

namespace BusyBeaver

/-- The digit of `x` in base `k` at place `j`. -/
def digit (k x j : Nat) : Nat := x / k ^ j % k

variable {k : Nat}

/-- The lowest digit is the remainder. -/
theorem digit_zero (x : Nat) : digit k x 0 = x % k := by
  rw [digit, Nat.pow_zero, Nat.div_one]

/-- A digit is one of the quotient, one place lower. -/
theorem digit_succ (x j : Nat) : digit k x (j + 1) = digit k (x / k) j := by
  rw [digit, digit, Nat.div_div_eq_div_mul, Nat.pow_succ, Nat.mul_comm]

/-- The lowest digit of `a + k * x` is `a`. -/
theorem digit_cons_zero {a : Nat} (ha : a < k) (x : Nat) : digit k (a + k * x) 0 = a := by
  rw [digit_zero, Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt ha]

/-- The other digits of `a + k * x` are those of `x`. -/
theorem digit_cons {a : Nat} (ha : a < k) (x j : Nat) :
    digit k (a + k * x) (j + 1) = digit k x j := by
  rw [digit_succ, Nat.add_mul_div_left _ _ (Nat.lt_of_le_of_lt (Nat.zero_le a) ha),
    Nat.div_eq_of_lt ha, Nat.zero_add]

/-- `f 0 + b * f 1 + b ^ 2 * f 2 + …`, the first `m` terms. -/
def packDigits (b : Nat) (f : Nat → Nat) : Nat → Nat
  | 0 => 0
  | m + 1 => f 0 + b * packDigits b (fun i => f (i + 1)) m

variable {b : Nat}

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

end BusyBeaver

namespace BusyBeaver

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

end BusyBeaver

namespace BusyBeaver.Transition

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
  · show (if i = c.head then (M r (c.tape c.head)).write else c.tape i).val = _
    split <;> rfl

/-- If a set contains the initial configuration, and from each in the set the machine comes, in at
least one step and without halting, to one in the set, then it never halts. -/
theorem Machine.neverHalts_of_closed {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}
    {S : Config n k → Prop} (hstart : S .initial)
    (hstep : ∀ c, S c → ∃ t, 0 < t ∧ (∀ s, s < t → ¬ (M.run s c).Halted) ∧ S (M.run t c)) :
    M.NeverHalts := by
  have hforever : ∀ t c, S c → ¬ (M.run t c).Halted := by
    intro t
    induction t using Nat.strongRecOn with
    | _ t ih =>
      intro c hc
      obtain ⟨d, hd, hrunning, hnext⟩ := hstep c hc
      by_cases ht : t < d
      · exact hrunning t ht
      · rw [show t = d + (t - d) by omega, run_add]
        exact ih (t - d) (by omega) _ hnext
  exact fun t => hforever t _ hstart

/-- A set of numbers, as a search tree: a leaf, or a number between those that are smaller and
those that are larger. That it is ordered makes it quick; no proof needs it. The type is one of
Lean's own, since proofs of bare problems repeat this and may declare none. -/
abbrev Seen := Lean.RArray Unit

end BusyBeaver

namespace BusyBeaver.Seen

/-- The empty set. -/
abbrev empty : Seen := .leaf ()

/-- Membership. -/
def Mem (x : Nat) : Seen → Prop
  | .leaf _ => False
  | .branch y s l => Mem x s ∨ x = y ∨ Mem x l

/-- Computes membership. -/
noncomputable def has (x : Nat) : Seen → Bool :=
  Lean.RArray.rec (motive := fun _ => Bool) (fun _ => false) fun y _ _ smaller larger =>
    Bool.rec (motive := fun _ => Bool) smaller
      (Bool.rec (motive := fun _ => Bool) larger true (Nat.beq x y)) (Nat.ble y x)

/-- Adds a number. -/
noncomputable def insert (x : Nat) : Seen → Seen :=
  Lean.RArray.rec (motive := fun _ => Seen) (fun _ => .branch x empty empty)
    fun y s l smaller larger =>
      Bool.rec (motive := fun _ => Seen) (.branch y smaller l) (.branch y s larger) (Nat.ble y x)

/-- What is found in a set of numbers is in it. -/
theorem mem_of_has {x : Nat} {s : Seen} (h : s.has x = true) : s.Mem x := by
  induction s with
  | leaf => cases h
  | branch y s l ihs ihl =>
    have hunfold : has x (.branch y s l) =
      Bool.rec (motive := fun _ => Bool) (has x s)
        (Bool.rec (motive := fun _ => Bool) (has x l) true (Nat.beq x y)) (Nat.ble y x) := rfl
    rw [hunfold] at h
    cases hle : Nat.ble y x with
    | false => rw [hle] at h; exact .inl (ihs h)
    | true =>
      rw [hle] at h
      cases heq : Nat.beq x y with
      | false => rw [heq] at h; exact .inr (.inr (ihl h))
      | true => exact .inr (.inl (Nat.eq_of_beq_eq_true heq))

/-- In a set to which `x` was added are `x` and what was in it. -/
theorem mem_insert {x z : Nat} {s : Seen} : (s.insert x).Mem z ↔ z = x ∨ s.Mem z := by
  induction s with
  | leaf => exact ⟨fun h => .inl (h.elim False.elim (·.resolve_right False.elim)),
      fun h => .inr (.inl (h.resolve_right False.elim))⟩
  | branch y s l ihs ihl =>
    have hunfold : insert x (.branch y s l) =
      Bool.rec (motive := fun _ => Seen) (.branch y (insert x s) l) (.branch y s (insert x l))
        (Nat.ble y x) := rfl
    rw [hunfold]
    cases Nat.ble y x with
    | false =>
      show Mem z (insert x s) ∨ z = y ∨ Mem z l ↔ z = x ∨ Mem z s ∨ z = y ∨ Mem z l
      rw [ihs, or_assoc]
    | true =>
      show Mem z s ∨ z = y ∨ Mem z (insert x l) ↔ z = x ∨ Mem z s ∨ z = y ∨ Mem z l
      rw [ihl, or_left_comm (b := z = x), or_left_comm (b := z = x)]

end BusyBeaver.Seen

namespace BusyBeaver

/-- Puts one list before another. -/
noncomputable def List.prepend (ys rest : List Nat) : List Nat :=
  List.rec (motive := fun _ => List Nat) rest (fun y _ tail => y :: tail) ys

/-- Looks at the description `x`, and goes on. -/
noncomputable def exploreStep (next : Nat → Option (List Nat))
    (continue_ : List Nat → Seen → Bool) (x : Nat) (rest : List Nat) (seen : Seen) : Bool :=
  Bool.rec (motive := fun _ => Bool)
    (Option.rec (motive := fun _ => Bool) false
      (fun ys => continue_ (List.prepend ys rest) (seen.insert x)) (next x))
    (continue_ rest seen) (seen.has x)

/-- Computes whether all descriptions that can be reached from those in a list have successors that
are known: `next x` is the list of the successors of `x`, or `none`. It gives up after `fuel`. -/
noncomputable def explore (next : Nat → Option (List Nat)) (fuel : Nat) :
    List Nat → Seen → Bool :=
  Nat.rec (motive := fun _ => List Nat → Seen → Bool) (fun _ _ => false)
    (fun _ continue_ todo seen =>
      List.rec (motive := fun _ => Bool) true
        (fun x rest _ => exploreStep next continue_ x rest seen) todo)
    fuel

/-- What is in one of two lists is in the one put before the other. -/
theorem List.mem_prepend {x : Nat} {ys rest : List Nat} :
    x ∈ prepend ys rest ↔ x ∈ ys ∨ x ∈ rest := by
  induction ys with
  | nil => exact ⟨.inr, fun h => h.resolve_left nofun⟩
  | cons y ys ih =>
    have hunfold : prepend (y :: ys) rest = y :: prepend ys rest := rfl
    rw [hunfold, List.mem_cons, ih, List.mem_cons, or_assoc]

/-- If all that can be reached has known successors, then there is a set that contains the start
and, with each description, its successors. -/
theorem exists_closed_of_explore {next : Nat → Option (List Nat)} {fuel : Nat} {todo : List Nat}
    {seen : Seen} (h : explore next fuel todo seen = true)
    (hseen : ∀ x, seen.Mem x → ∃ ys, next x = some ys ∧ ∀ y ∈ ys, seen.Mem y ∨ y ∈ todo) :
    ∃ S : Nat → Prop, (∀ x ∈ todo, S x) ∧ ∀ x, S x → ∃ ys, next x = some ys ∧ ∀ y ∈ ys, S y := by
  suffices hsuff : ∃ S : Nat → Prop, (∀ x, seen.Mem x → S x) ∧ (∀ x ∈ todo, S x) ∧
      ∀ x, S x → ∃ ys, next x = some ys ∧ ∀ y ∈ ys, S y by
    obtain ⟨S, -, hS⟩ := hsuff
    exact ⟨S, hS⟩
  induction fuel generalizing todo seen with
  | zero => cases h
  | succ fuel ih =>
    cases todo with
    | nil =>
      refine ⟨seen.Mem, fun _ h => h, nofun, fun x hx => ?_⟩
      obtain ⟨ys, hys, hmem⟩ := hseen x hx
      exact ⟨ys, hys, fun y hy => (hmem y hy).resolve_right nofun⟩
    | cons x rest =>
      have hunfold : explore next (fuel + 1) (x :: rest) seen =
        Bool.rec (motive := fun _ => Bool)
          (Option.rec (motive := fun _ => Bool) false
            (fun ys => explore next fuel (List.prepend ys rest) (seen.insert x)) (next x))
          (explore next fuel rest seen) (seen.has x) := rfl
      rw [hunfold] at h
      cases hhas : seen.has x with
      | true =>
        rw [hhas] at h
        have hx := Seen.mem_of_has hhas
        obtain ⟨S, hmem, htodo, hclosed⟩ := ih h fun z hz => by
          obtain ⟨ys, hys, hrest⟩ := hseen z hz
          refine ⟨ys, hys, fun y hy => ?_⟩
          rcases hrest y hy with h | h
          · exact .inl h
          · rcases List.mem_cons.mp h with rfl | h
            · exact .inl hx
            · exact .inr h
        refine ⟨S, hmem, fun y hy => ?_, hclosed⟩
        rcases List.mem_cons.mp hy with rfl | hy
        · exact hmem _ hx
        · exact htodo y hy
      | false =>
        rw [hhas] at h
        cases hnext : next x with
        | none => rw [hnext] at h; cases h
        | some ys =>
          rw [hnext] at h
          obtain ⟨S, hmem, htodo, hclosed⟩ := ih h fun z hz => by
            rcases Seen.mem_insert.mp hz with rfl | hz
            · exact ⟨ys, hnext, fun y hy => .inr (List.mem_prepend.mpr (.inl hy))⟩
            · obtain ⟨zs, hzs, hrest⟩ := hseen z hz
              refine ⟨zs, hzs, fun y hy => ?_⟩
              rcases hrest y hy with h | h
              · exact .inl (Seen.mem_insert.mpr (.inr h))
              · rcases List.mem_cons.mp h with rfl | h
                · exact .inl (Seen.mem_insert.mpr (.inl rfl))
                · exact .inr (List.mem_prepend.mpr (.inr h))
          refine ⟨S, fun y hy => hmem y (Seen.mem_insert.mpr (.inr hy)), fun y hy => ?_, hclosed⟩
          rcases List.mem_cons.mp hy with rfl | hy
          · exact hmem _ (Seen.mem_insert.mpr (.inl rfl))
          · exact htodo y (List.mem_prepend.mpr (.inr hy))

/-- If every configuration that `x` describes is followed, without a halt, by one that a successor
of `x` describes, and all descriptions that can be reached have successors that are known, then the
machine never halts. -/
theorem Machine.neverHalts_of_explore {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}
    {Describes : Nat → Config n k → Prop} {next : Nat → Option (List Nat)} {fuel start : Nat}
    (hstart : Describes start .initial)
    (hstep : ∀ {x ys c}, next x = some ys → Describes x c →
      ∃ t, 0 < t ∧ (∀ s, s < t → ¬ (M.run s c).Halted) ∧ ∃ y ∈ ys, Describes y (M.run t c))
    (h : explore next fuel [start] .empty = true) : M.NeverHalts := by
  obtain ⟨S, hS, hclosed⟩ := exists_closed_of_explore h fun x hx => hx.elim
  refine neverHalts_of_closed (S := fun c => ∃ x, S x ∧ Describes x c)
    ⟨start, hS start List.mem_cons_self, hstart⟩ fun c ⟨x, hx, hc⟩ => ?_
  obtain ⟨ys, hys, hmem⟩ := hclosed x hx
  obtain ⟨t, ht, hrunning, y, hy, hnext⟩ := hstep hys hc
  exact ⟨t, ht, hrunning, y, hmem y hy, hnext⟩

/-- The states after state `q`, on reading one of the first `m` symbols; none if one halts. -/
noncomputable def nextStates (n k table q : Nat) : Nat → Option (List Nat) :=
  Nat.rec (motive := fun _ => Option (List Nat)) (some []) fun s rest =>
    Nat.rec (motive := fun _ => Option (List Nat)) none
      (fun q' _ => Option.rec (motive := fun _ => Option (List Nat)) none
        (fun qs => some (q' :: qs)) rest)
      (Nat.div (Nat.div (Nat.mod (Nat.div table (Nat.pow (codeBound n k)
        (Nat.add (Nat.mul q k) s))) (codeBound n k)) k) 2)

/-- The state that a transition leads to is among the next states. -/
theorem mem_nextStates {n k table q m s e : Nat} {qs : List Nat}
    (h : nextStates n k table q m = some qs) (hs : s < m)
    (he : digit (codeBound n k) table (q * k + s) = e) : ∃ q' ∈ qs, e / k / 2 = q' + 1 := by
  induction m generalizing qs with
  | zero => cases hs
  | succ m ih =>
    have hunfold : nextStates n k table q (m + 1) =
      Nat.rec (motive := fun _ => Option (List Nat)) none
        (fun q' _ => Option.rec (motive := fun _ => Option (List Nat)) none
          (fun qs => some (q' :: qs)) (nextStates n k table q m))
        (digit (codeBound n k) table (q * k + m) / k / 2) := rfl
    rw [hunfold] at h
    cases hcode : digit (codeBound n k) table (q * k + m) / k / 2 with
    | zero => rw [hcode] at h; cases h
    | succ q' =>
      rw [hcode] at h
      cases hrest : nextStates n k table q m with
      | none => rw [hrest] at h; cases h
      | some rest =>
        rw [hrest] at h
        cases h
        by_cases hsm : s = m
        · subst hsm
          exact ⟨q', List.mem_cons_self, by rw [← he, hcode]⟩
        · obtain ⟨p, hp, heq⟩ := ih hrest (by omega)
          exact ⟨p, List.mem_cons_of_mem _ hp, heq⟩

end BusyBeaver

namespace BusyBeaver.Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- Computes whether no state that can be reached by transitions has one that halts. -/
noncomputable def noHaltCheck (M : Machine n k) : Bool :=
  eager M.table fun table => explore (fun q => nextStates n k table q k) 1000000 [0] .empty

/-- **Never halting, since no halt is within reach**:
`M.neverHalts_of_noReachableHalt (by decide +kernel)`. -/
theorem neverHalts_of_noReachableHalt (h : M.noHaltCheck = true) : M.NeverHalts := by
  unfold noHaltCheck at h
  rw [eager_eq] at h
  refine neverHalts_of_explore (Describes := fun q c => stateCode c.state = q + 1) rfl ?_ h
  intro q qs c hnext hq
  obtain ⟨q', hmem, hq'⟩ := mem_nextStates hnext (c.tape c.head).isLt rfl
  refine ⟨1, Nat.one_pos, fun s hs => ?_, q', hmem, ?_⟩
  · obtain rfl : s = 0 := by omega
    intro hc
    rw [run_zero] at hc
    rw [show c.state = none from hc] at hq
    cases hq
  · exact (step_of_code hq rfl).1.trans hq'

end BusyBeaver.Machine

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_0RB1LA_1LA1RB_1RZ1RZ_bare : machine.NeverHalts :=
  Machine.neverHalts_of_noReachableHalt (by decide +kernel)
