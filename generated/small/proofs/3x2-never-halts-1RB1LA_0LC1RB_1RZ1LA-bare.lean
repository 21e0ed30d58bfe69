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

/-- The machine `1RB1LA_0LC1RB_1RZ1LA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 0⟩
  | 1, 0 => ⟨0, .left, some 2⟩
  | 1, 1 => ⟨1, .right, some 1⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨1, .left, some 0⟩

namespace BusyBeaver

/-- The blank tape holds `0` on every cell. -/
theorem Config.val_initial {n k : Nat} [NeZero n] [NeZero k] (i : Int) :
    ((Config.initial : Config n k).tape i).val = 0 := Nat.zero_mod k

end BusyBeaver

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

/-- How a description goes on: with a halt, or with a move of the head, to the right or not. The
numbers are the window behind the head, which has to be in a set, and of the next description the
state, the label under the head, the window behind it, and the window before it without its last
cell. -/
abbrev Move := Option (Bool × Nat × Nat × Nat × Nat × Nat)

end BusyBeaver

namespace BusyBeaver.Move

/-- The machine halts. -/
abbrev halt : Move := none

/-- The head moves to the left. -/
abbrev left (old state label behind ahead : Nat) : Move :=
  some (false, old, state, label, behind, ahead)

/-- The head moves to the right. -/
abbrev right (old state label behind ahead : Nat) : Move :=
  some (true, old, state, label, behind, ahead)

/-- What follows from a move, for each case. -/
noncomputable abbrev elim {α : Type} (halt : α) (left right : Nat → Nat → Nat → Nat → Nat → α)
    (move : Move) : α :=
  Option.rec (motive := fun _ => α) halt
    (fun x => Bool.rec (motive := fun _ => α) (left x.2.1 x.2.2.1 x.2.2.2.1 x.2.2.2.2.1 x.2.2.2.2.2)
      (right x.2.1 x.2.2.1 x.2.2.2.1 x.2.2.2.2.1 x.2.2.2.2.2) x.1) move

end BusyBeaver.Move

namespace BusyBeaver

/-- The numbers that a computation with windows needs: states, symbols and the table; how many
pairs, histories and labels there are, and how many windows on the left and on the right; these are
one cell shorter if they are called `short`. -/
abbrev Windows := Nat × Nat × Nat × Nat × Nat × Nat × Nat × Nat × Nat × Nat

abbrev Windows.mk (n : Nat) (k : Nat) (table : Nat) (pairs : Nat) (histories : Nat) (labels : Nat) (lefts : Nat) (shortLefts : Nat) (rights : Nat) (shortRights : Nat) : Windows := (n, k, table, pairs, histories, labels, lefts, shortLefts, rights, shortRights)

abbrev Windows.n (whole : Windows) :
    Nat := whole.1

abbrev Windows.k (whole : Windows) :
    Nat := whole.2.1

abbrev Windows.table (whole : Windows) :
    Nat := whole.2.2.1

abbrev Windows.pairs (whole : Windows) :
    Nat := whole.2.2.2.1

abbrev Windows.histories (whole : Windows) :
    Nat := whole.2.2.2.2.1

abbrev Windows.labels (whole : Windows) :
    Nat := whole.2.2.2.2.2.1

abbrev Windows.lefts (whole : Windows) :
    Nat := whole.2.2.2.2.2.2.1

abbrev Windows.shortLefts (whole : Windows) :
    Nat := whole.2.2.2.2.2.2.2.1

abbrev Windows.rights (whole : Windows) :
    Nat := whole.2.2.2.2.2.2.2.2.1

abbrev Windows.shortRights (whole : Windows) :
    Nat := whole.2.2.2.2.2.2.2.2.2

end BusyBeaver

namespace BusyBeaver.Windows

/-- A description as a number: state, label, and the windows on the left and on the right. -/
noncomputable def describe (W : Windows) (q a l r : Nat) : Nat :=
  Nat.add q (Nat.mul W.n (Nat.add a (Nat.mul W.labels (Nat.add l (Nat.mul W.lefts r)))))

/-- The code of the transition. -/
noncomputable def code (W : Windows) (q a : Nat) : Nat :=
  Nat.mod (Nat.div W.table (Nat.pow (codeBound W.n W.k) (Nat.add (Nat.mul q W.k) (Nat.mod a W.k))))
    (codeBound W.n W.k)

/-- The new label of a cell with label `a` that the head leaves in state `q`, by the code of the
transition. -/
noncomputable def relabel (W : Windows) (q a e : Nat) : Nat :=
  Nat.add (Nat.mod e W.k) (Nat.mul W.k (Nat.mod (Nat.add (Nat.succ (Nat.add (Nat.mul q W.k)
    (Nat.mod a W.k))) (Nat.mul W.pairs (Nat.div a W.k))) W.histories))

/-- How the description of state `q`, label `a` and windows `l` and `r` goes on. -/
noncomputable def moveOf (W : Windows) (q a l r : Nat) : Move :=
  eager (W.code q a) fun e =>
  Nat.rec (motive := fun _ => Move) .halt
    (fun q' _ =>
      eager (W.relabel q a e) fun c =>
      Nat.rec (motive := fun _ => Move)
        (eager (Nat.mod l W.labels) fun a' =>
          eager (Nat.mod (Nat.add c (Nat.mul W.labels r)) W.rights) fun r' =>
          eager (Nat.div l W.labels) fun ahead => .left r q' a' r' ahead)
        (fun _ _ =>
          eager (Nat.mod r W.labels) fun a' =>
          eager (Nat.mod (Nat.add c (Nat.mul W.labels l)) W.lefts) fun l' =>
          eager (Nat.div r W.labels) fun ahead => .right l q' a' l' ahead)
        (Nat.mod (Nat.div e W.k) 2))
    (Nat.div (Nat.div e W.k) 2)

/-- How a description goes on. -/
noncomputable def move (W : Windows) (x : Nat) : Move :=
  eager (Nat.mod x W.n) fun q =>
  eager (Nat.div x W.n) fun x =>
  eager (Nat.mod x W.labels) fun a =>
  eager (Nat.div x W.labels) fun x =>
  eager (Nat.mod x W.lefts) fun l =>
  eager (Nat.div x W.lefts) fun r => W.moveOf q a l r

/-- Computes whether a window is in a list. -/
noncomputable def isIn (w : Nat) : List Nat → Bool :=
  List.rec (motive := fun _ => Bool) false
    fun v _ rest => Bool.rec (motive := fun _ => Bool) rest true (Nat.beq w v)

/-- `f w`, for all `w` in a list that are `ahead` without their last cell. -/
noncomputable def extend (f : Nat → Nat) (short ahead : Nat) : List Nat → List Nat :=
  List.rec (motive := fun _ => List Nat) []
    fun w _ rest => Bool.rec (motive := fun _ => List Nat) rest
      (eager (f w) fun y => y :: rest) (Nat.beq (Nat.mod w short) ahead)

/-- The descriptions after a move to the left. -/
noncomputable def afterLeft (W : Windows) (L : List Nat) (q a r ahead : Nat) : List Nat :=
  extend (fun l => W.describe q a l r) W.shortLefts ahead L

/-- The descriptions after a move to the right. -/
noncomputable def afterRight (W : Windows) (R : List Nat) (q a l ahead : Nat) : List Nat :=
  extend (fun r => W.describe q a l r) W.shortRights ahead R

/-- The descriptions that come next, if windows further out are in `L` and `R`. -/
noncomputable def next (W : Windows) (L R : List Nat) (x : Nat) : Option (List Nat) :=
  Move.elim none
    (fun old q a r ahead => Bool.rec (motive := fun _ => Option (List Nat)) none
      (some (W.afterLeft L q a r ahead)) (isIn old R))
    (fun old q a l ahead => Bool.rec (motive := fun _ => Option (List Nat)) none
      (some (W.afterRight R q a l ahead)) (isIn old L))
    (W.move x)

/-- Computes whether the descriptions are closed, if windows further out are in `L` and `R`. -/
noncomputable def closed (W : Windows) (L R : List Nat) : Bool :=
  Bool.rec (motive := fun _ => Bool) false
    (Bool.rec (motive := fun _ => Bool) false
      (explore (W.next L R) 1000000 [0] .empty) (isIn 0 R)) (isIn 0 L)

/-- What is collected on the way: the sets, and whether anything is new in them. -/
abbrev Collect (α : Type) := List Nat → List Nat → Bool → α

/-- Looks at the description `x`, adds the window behind the head to its set, and goes on. -/
noncomputable def collectStep (W : Windows) (continue_ : List Nat → Seen → Collect Bool) (x : Nat)
    (rest : List Nat) (seen : Seen) : Collect Bool := fun L R new =>
  Bool.rec (motive := fun _ => Bool)
    (Move.elim false
      (fun old q a r ahead => Bool.rec (motive := fun _ => Bool)
        (continue_ (List.prepend (W.afterLeft L q a r ahead) rest) (seen.insert x) L (old :: R)
          true)
        (continue_ (List.prepend (W.afterLeft L q a r ahead) rest) (seen.insert x) L R new)
        (isIn old R))
      (fun old q a l ahead => Bool.rec (motive := fun _ => Bool)
        (continue_ (List.prepend (W.afterRight R q a l ahead) rest) (seen.insert x) (old :: L) R
          true)
        (continue_ (List.prepend (W.afterRight R q a l ahead) rest) (seen.insert x) L R new)
        (isIn old L))
      (W.move x))
    (continue_ rest seen L R new) (seen.has x)

/-- Goes through the descriptions that can be reached, and passes on what was collected. -/
noncomputable def collect (W : Windows) (done : Collect Bool) (fuel : Nat) :
    List Nat → Seen → Collect Bool :=
  Nat.rec (motive := fun _ => List Nat → Seen → Collect Bool) (fun _ _ _ _ _ => false)
    (fun _ continue_ todo seen =>
      List.rec (motive := fun _ => Collect Bool) done
        (fun x rest _ => W.collectStep continue_ x rest seen) todo)
    fuel

/-- Goes through them again and again, until nothing is new; then decides. -/
noncomputable def decideClosed (W : Windows) (rounds : Nat) : Collect Bool :=
  Nat.rec (motive := fun _ => Collect Bool) (fun _ _ _ => false)
    (fun _ again L R new => Bool.rec (motive := fun _ => Bool) (W.closed L R)
      (W.collect again 1000000 [0] .empty L R false) new)
    rounds

end BusyBeaver.Windows

namespace BusyBeaver

/-- The windows of `left` and `right` cells. -/
noncomputable def Windows.ofTable (n k table pairs histories labels left right : Nat) : Windows :=
  ⟨n, k, table, pairs, histories, labels, Nat.pow labels left, Nat.pow labels (Nat.pred left),
    Nat.pow labels right, Nat.pow labels (Nat.pred right)⟩

/-- The windows for a machine. -/
noncomputable def Windows.ofMachine {n k : Nat} (M : Machine n k) (left right history : Nat) :
    Windows :=
  ofTable n k M.table (Nat.succ (Nat.mul n k)) (Nat.pow (Nat.succ (Nat.mul n k)) history)
    (Nat.mul k (Nat.pow (Nat.succ (Nat.mul n k)) history)) left right

/-- Computes whether the n-grams of the machine are closed under steps, with windows of `left` and
`right` cells, and `history` pairs of state and symbol in the history of a cell. -/
noncomputable def Machine.ngramCheck {n k : Nat} (M : Machine n k) (left right history : Nat) :
    Bool :=
  Bool.rec (motive := fun _ => Bool) false
    (Bool.rec (motive := fun _ => Bool) false
      (eager M.table fun table =>
        eager (Nat.succ (Nat.mul n k)) fun pairs =>
        eager (Nat.pow pairs history) fun histories =>
        eager (Nat.mul k histories) fun labels =>
        (Windows.ofTable n k table pairs histories labels left right).decideClosed 1000000 [0] [0]
          true)
      (Nat.ble 1 right)) (Nat.ble 1 left)

/-- What is known of the labels on one side of the head, in the direction `d`: the nearest `m` are
`near`, and all that are one cell or more further out are in `far`. -/
abbrev Side (labels : Nat) (label : Int → Nat) (head d : Int) (m near : Nat) (far : List Nat) : Prop :=
  (packDigits labels (fun j => label (head + d * (j + 1))) m = near) ∧
  (∀ i : Nat, packDigits labels (fun j => label (head + d * (i + 2 + j))) m ∈ far)

theorem Side.near {labels : Nat} {label : Int → Nat} {head d : Int} {m near : Nat} {far : List Nat} (whole : Side labels label head d m near far) :
    packDigits labels (fun j => label (head + d * (j + 1))) m = near := whole.1

theorem Side.far {labels : Nat} {label : Int → Nat} {head d : Int} {m near : Nat} {far : List Nat} (whole : Side labels label head d m near far) :
    ∀ i : Nat, packDigits labels (fun j => label (head + d * (i + 2 + j))) m ∈ far := whole.2

end BusyBeaver

namespace BusyBeaver.Side

variable {labels : Nat} {label label' : Int → Nat} {head d : Int} {m near : Nat} {far : List Nat}

/-- The side behind the head, after a move. -/
theorem behind (hd : d = 1 ∨ d = -1) (h : Side labels label head (-d) m near far)
    (hnear : near ∈ far) (hlt : ∀ i, label' i < labels)
    (hrest : ∀ i, i ≠ head → label' i = label i) :
    Side labels label' (head + d) (-d) m ((label' head + labels * near) % labels ^ m) far := by
  have hne : ∀ i : Nat, head + -d * (i + 1) ≠ head := by
    intro i
    rcases hd with rfl | rfl <;> omega
  constructor
  · rw [← packDigits_shift (fun i => hlt _) m, ← h.near]
    congr 2
    · congr 1
      rcases hd with rfl | rfl <;> omega
    · congr 1
      refine packDigits_congr fun i => ?_
      rw [show head + d + -d * (((i + 1 : Nat) : Int) + 1) = head + -d * (i + 1) by
        rcases hd with rfl | rfl <;> omega, hrest _ (hne i)]
  · intro i
    cases i with
    | zero =>
      rw [packDigits_congr (g := fun j => label (head + -d * (j + 1))) fun j => ?_, h.near]
      · exact hnear
      · show label' _ = label _
        rw [show head + d + -d * (((0 : Nat) : Int) + 2 + (j : Int)) = head + -d * (j + 1) by
          rcases hd with rfl | rfl <;> omega, hrest _ (hne j)]
    | succ i =>
      rw [packDigits_congr (g := fun j => label (head + -d * (i + 2 + j))) fun j => ?_]
      · exact h.far i
      · show label' _ = label _
        rw [show head + d + -d * (((i + 1 : Nat) : Int) + 2 + (j : Int)) =
          head + -d * (i + 2 + j) by rcases hd with rfl | rfl <;> omega, hrest]
        rcases hd with rfl | rfl <;> omega

/-- The side before the head, after a move: one of the windows in `far` comes near. -/
theorem ahead (hd : d = 1 ∨ d = -1) (h : Side labels label head d (m + 1) near far)
    (hlt : ∀ i, label i < labels) (hrest : ∀ i, i ≠ head → label' i = label i) :
    ∃ w ∈ far, w % labels ^ m = near / labels ∧ label' (head + d) = near % labels ∧
      Side labels label' (head + d) d (m + 1) w far := by
  have hfar : ∀ i : Nat, packDigits labels (fun j => label' (head + d + d * (i + 1 + j))) (m + 1) =
      packDigits labels (fun j => label (head + d * (i + 2 + j))) (m + 1) := by
    refine fun i => packDigits_congr fun j => ?_
    rw [show head + d + d * ((i : Int) + 1 + (j : Int)) = head + d * (i + 2 + j) by
      rcases hd with rfl | rfl <;> omega, hrest]
    rcases hd with rfl | rfl <;> omega
  refine ⟨_, h.far 0, ?_, ?_, ?_, fun i => ?_⟩
  · rw [packDigits_succ_mod fun _ => hlt _, ← h.near, packDigits_succ_div fun _ => hlt _]
    refine packDigits_congr fun j => ?_
    congr 2
    rcases hd with rfl | rfl <;> omega
  · rw [← h.near, packDigits_succ_mod_self fun _ => hlt _, hrest]
    · congr 1
      rcases hd with rfl | rfl <;> omega
    · rcases hd with rfl | rfl <;> omega
  · rw [← hfar 0]
    refine packDigits_congr fun j => ?_
    congr 2
    rcases hd with rfl | rfl <;> omega
  · have := h.far (i + 1)
    rw [← hfar (i + 1)] at this
    rw [packDigits_congr (g := fun j => label' (head + d + d * (((i + 1 : Nat) : Int) + 1 + j)))
      fun j => by congr 2]
    exact this

end BusyBeaver.Side

namespace BusyBeaver.Windows

/-- A window that is found in a list is in it. -/
theorem mem_of_isIn {w : Nat} {L : List Nat} (h : isIn w L = true) : w ∈ L := by
  induction L with
  | nil => cases h
  | cons v rest ih =>
    have hunfold : isIn w (v :: rest) =
      Bool.rec (motive := fun _ => Bool) (isIn w rest) true (Nat.beq w v) := rfl
    rw [hunfold] at h
    cases heq : Nat.beq w v with
    | true => rw [Nat.eq_of_beq_eq_true heq]; exact List.mem_cons_self
    | false => rw [heq] at h; exact List.mem_cons_of_mem v (ih h)

/-- A window that fits is among those that are extended. -/
theorem mem_extend {f : Nat → Nat} {short ahead w : Nat} {L : List Nat} (hw : w ∈ L)
    (h : w % short = ahead) : f w ∈ extend f short ahead L := by
  induction L with
  | nil => cases hw
  | cons v rest ih =>
    have hunfold : extend f short ahead (v :: rest) =
      Bool.rec (motive := fun _ => List Nat) (extend f short ahead rest)
        (f v :: extend f short ahead rest) (Nat.beq (v % short) ahead) := rfl
    rw [hunfold]
    rcases List.mem_cons.mp hw with rfl | hw
    · rw [show Nat.beq (w % short) ahead = true by rw [h]; exact Nat.beq_refl _]
      exact List.mem_cons_self
    · cases Nat.beq (v % short) ahead with
      | true => exact List.mem_cons_of_mem _ (ih hw)
      | false => exact ih hw

/-- The sets that are collected make the descriptions closed. -/
theorem exists_closed_of_decideClosed {W : Windows} {rounds : Nat} {L R : List Nat} {new : Bool}
    (h : W.decideClosed rounds L R new = true) : ∃ L R, W.closed L R = true := by
  have hcollect : ∀ {done : Collect Bool} {fuel : Nat} {todo : List Nat} {seen : Seen}
      {L R : List Nat} {new : Bool}, W.collect done fuel todo seen L R new = true →
      ∃ L R new, done L R new = true := by
    intro done fuel
    induction fuel with
    | zero => intro _ _ _ _ _ h; cases h
    | succ fuel ih =>
      intro todo seen L R new h
      cases todo with
      | nil => exact ⟨L, R, new, h⟩
      | cons x rest =>
        have hunfold : W.collect done (fuel + 1) (x :: rest) seen L R new =
          W.collectStep (W.collect done fuel) x rest seen L R new := rfl
        rw [hunfold] at h
        unfold collectStep at h
        cases hx : seen.has x with
        | true => rw [hx] at h; exact ih h
        | false =>
          rw [hx] at h
          cases hmove : W.move x with
          | none => rw [hmove] at h; cases h
          | some move =>
            obtain ⟨right, old, q, a, behind, ahead⟩ := move
            rw [hmove] at h
            cases right with
            | false =>
              cases hold : isIn old R <;> simp only [Move.elim, hold] at h <;> exact ih h
            | true =>
              cases hold : isIn old L <;> simp only [Move.elim, hold] at h <;> exact ih h
  induction rounds generalizing L R new with
  | zero => cases h
  | succ rounds ih =>
    cases new with
    | false => exact ⟨L, R, h⟩
    | true =>
      have hunfold : W.decideClosed (rounds + 1) L R true =
        W.collect (W.decideClosed rounds) 1000000 [0] .empty L R false := rfl
      rw [hunfold] at h
      obtain ⟨L, R, new, h⟩ := hcollect h
      exact ih h

variable {n k : Nat}

/-- The description `x` is true of a configuration, for some labels of the cells. -/
def Describes (W : Windows) (left right : Nat) (L R : List Nat) (x : Nat) (c : Config n k) : Prop :=
  ∃ (label : Int → Nat) (q l r : Nat), x = W.describe q (label c.head) l r ∧
    stateCode c.state = q + 1 ∧ (∀ i, label i < W.labels) ∧ (∀ i, label i % k = (c.tape i).val) ∧
    Side W.labels label c.head (-1) left l L ∧ Side W.labels label c.head 1 right r R

/-- What comes of a description, as one number, is what comes of its parts. -/
theorem move_describe {W : Windows} {q a l r : Nat} (hq : q < W.n) (ha : a < W.labels)
    (hl : l < W.lefts) : W.move (W.describe q a l r) = W.moveOf q a l r := by
  have hdescribe : W.describe q a l r = q + W.n * (a + W.labels * (l + W.lefts * r)) := rfl
  have hn : 0 < W.n := by omega
  have hlabels : 0 < W.labels := by omega
  have hlefts : 0 < W.lefts := by omega
  have hunfold : ∀ x, W.move x = W.moveOf (x % W.n) (x / W.n % W.labels)
      (x / W.n / W.labels % W.lefts) (x / W.n / W.labels / W.lefts) := fun _ => rfl
  rw [hunfold, hdescribe]
  simp only [Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt, Nat.add_mul_div_left, Nat.div_eq_of_lt,
    hq, ha, hl, hn, hlabels, hlefts, Nat.zero_add]

/-- What comes of a state, a label and two windows, by the code of the transition. -/
theorem moveOf_eq (W : Windows) (q a l r : Nat) : W.moveOf q a l r =
    Nat.rec (motive := fun _ => Move) .halt
      (fun q' _ => Nat.rec (motive := fun _ => Move)
        (.left r q' (l % W.labels) ((W.relabel q a (W.code q a) + W.labels * r) % W.rights)
          (l / W.labels))
        (fun _ _ => .right l q' (r % W.labels)
          ((W.relabel q a (W.code q a) + W.labels * l) % W.lefts) (r / W.labels))
        (W.code q a / W.k % 2))
      (W.code q a / W.k / 2) := rfl

variable {M : Machine n k} {left right history : Nat} {L R : List Nat} {x : Nat} {ys : List Nat} {c : Config n k}

/-- **A step leads to a description that comes next.** -/
theorem step_describes
    (hnext : (ofMachine M (left + 1) (right + 1) history).next L R x = some ys)
    (hx : (ofMachine M (left + 1) (right + 1) history).Describes (left + 1) (right + 1) L R x c) :
    ∃ y ∈ ys, (ofMachine M (left + 1) (right + 1) history).Describes (left + 1) (right + 1) L R y
      (M.step c) := by
  generalize hW : ofMachine M (left + 1) (right + 1) history = W at *
  obtain ⟨label, q, l, r, rfl, hq, hlt, htape, hleft, hright⟩ := hx
  have hlabels : W.labels = k * W.histories := by rw [← hW]; rfl
  have hlefts : W.lefts = W.labels ^ (left + 1) := by rw [← hW]; rfl
  have hrights : W.rights = W.labels ^ (right + 1) := by rw [← hW]; rfl
  have hshortl : W.shortLefts = W.labels ^ left := by rw [← hW]; rfl
  have hshortr : W.shortRights = W.labels ^ right := by rw [← hW]; rfl
  have hk : 0 < k := Nat.lt_of_le_of_lt (Nat.zero_le _) (c.tape c.head).isLt
  have hqn : q < W.n := by
    rw [← hW]
    show q < n
    cases hc : c.state with
    | none => rw [hc] at hq; cases hq
    | some p => rw [hc] at hq; rw [← Nat.succ.inj hq]; exact p.isLt
  have hll : l < W.lefts := by rw [hlefts, ← hleft.near]; exact packDigits_lt (fun _ => hlt _) _
  generalize he : W.code q (label c.head) = e
  have hcode : digit (codeBound n k) M.table (q * k + (c.tape c.head).val) = e := by
    rw [← he, ← htape, ← hW]; rfl
  obtain ⟨hstate, hhead, hcells⟩ := Machine.step_of_code hq hcode
  generalize hnew : W.relabel q (label c.head) e = new
  have hWk : W.k = k := by rw [← hW]; rfl
  obtain ⟨past, hpast, hnew'⟩ : ∃ past, past < W.histories ∧ new = e % W.k + W.k * past :=
    ⟨_, Nat.mod_lt _ (by rw [← hW]; exact Nat.pow_pos (Nat.succ_pos _)), hnew.symm⟩
  rw [hWk] at hnew'
  have hnewlt : new < W.labels := by
    rw [hlabels, hnew']
    calc e % k + k * past < k + k * past := Nat.add_lt_add_right (Nat.mod_lt _ hk) _
      _ = k * (past + 1) := by rw [Nat.mul_succ, Nat.add_comm]
      _ ≤ k * W.histories := Nat.mul_le_mul_left k hpast
  have hnewmod : new % k = e % k := by
    rw [hnew', Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt (Nat.mod_lt _ hk)]
  let label' : Int → Nat := fun i => if i = c.head then new else label i
  have hlabel' : label' c.head = new := if_pos rfl
  have hrest : ∀ i, i ≠ c.head → label' i = label i := fun i hi => if_neg hi
  have hlt' : ∀ i, label' i < W.labels := by
    intro i
    by_cases hi : i = c.head
    · rw [hi, hlabel']; exact hnewlt
    · rw [hrest i hi]; exact hlt i
  have htape' : ∀ i, label' i % k = ((M.step c).tape i).val := by
    intro i
    rw [hcells]
    by_cases hi : i = c.head
    · rw [if_pos hi, hi, hlabel', hnewmod]
    · rw [if_neg hi, hrest i hi, htape]
  have hunfold := moveOf_eq W q (label c.head) l r
  rw [he, hnew, hWk] at hunfold
  have hmove : W.move (W.describe q (label c.head) l r) = W.moveOf q (label c.head) l r :=
    move_describe hqn (hlt _) hll
  unfold next at hnext
  rw [hmove, hunfold] at hnext
  cases hq' : e / k / 2 with
  | zero => rw [hq'] at hnext; cases hnext
  | succ q' =>
    rw [hq'] at hnext hstate
    cases hdir : e / k % 2 with
    | zero =>
      rw [hdir] at hnext hhead
      rw [if_pos rfl] at hhead
      have hnext : Bool.rec (motive := fun _ => Option (List Nat)) none
        (some (W.afterLeft L q' (l % W.labels) ((new + W.labels * r) % W.rights)
          (l / W.labels))) (isIn r R) = some ys := hnext
      cases hin : isIn r R with
      | false => rw [hin] at hnext; cases hnext
      | true =>
        rw [hin] at hnext
        cases hnext
        have hbehind := Side.behind (d := -1) (.inr rfl) hright (mem_of_isIn hin) hlt' hrest
        obtain ⟨w, hw, hmod, hunder, hahead⟩ := Side.ahead (.inr rfl) hleft hlt hrest
        rw [hlabel', ← hrights] at hbehind
        rw [← hhead] at hbehind hunder hahead
        refine ⟨_, mem_extend hw (hshortl ▸ hmod), label', q', w, _, ?_, hstate, hlt', htape',
          hahead, hbehind⟩
        rw [hunder]
    | succ j =>
      rw [hdir] at hnext hhead
      rw [if_neg (Nat.succ_ne_zero j)] at hhead
      have hnext : Bool.rec (motive := fun _ => Option (List Nat)) none
        (some (W.afterRight R q' (r % W.labels) ((new + W.labels * l) % W.lefts)
          (r / W.labels))) (isIn l L) = some ys := hnext
      cases hin : isIn l L with
      | false => rw [hin] at hnext; cases hnext
      | true =>
        rw [hin] at hnext
        cases hnext
        have hbehind := Side.behind (d := 1) (.inl rfl) hleft (mem_of_isIn hin) hlt' hrest
        obtain ⟨w, hw, hmod, hunder, hahead⟩ := Side.ahead (.inl rfl) hright hlt hrest
        rw [hlabel', ← hlefts] at hbehind
        rw [← hhead] at hbehind hunder hahead
        refine ⟨_, mem_extend hw (hshortr ▸ hmod), label', q', _, w, ?_, hstate, hlt', htape',
          hbehind, hahead⟩
        rw [hunder]

/-- The description of blank windows is true of the initial configuration. -/
theorem describes_initial [NeZero n] [NeZero k] (hL : 0 ∈ L) (hR : 0 ∈ R) :
    (ofMachine M left right history).Describes left right L R 0 (.initial : Config n k) := by
  have hblank : ∀ m, packDigits (ofMachine M left right history).labels (fun _ => 0) m = 0 := by
    intro m
    induction m with
    | zero => rfl
    | succ m ih => rw [packDigits, ih]; rfl
  refine ⟨fun _ => 0, 0, 0, 0, ?_, rfl, fun _ => ?_, fun _ => ?_, ⟨hblank _, fun _ => ?_⟩,
    hblank _, fun _ => ?_⟩
  · show 0 = 0 + _ * (0 + _ * (0 + _ * 0))
    simp only [Nat.mul_zero, Nat.add_zero]
  · exact Nat.mul_pos (Nat.pos_of_ne_zero (NeZero.ne k)) (Nat.pow_pos (Nat.succ_pos _))
  · exact (Nat.zero_mod k).trans (Config.val_initial (n := n) _).symm
  · rw [hblank]; exact hL
  · rw [hblank]; exact hR

end BusyBeaver.Windows

namespace BusyBeaver

/-- **Never halting, by closed sets of n-grams**:
`M.neverHalts_of_ngramCPS (left := …) (right := …) (history := …) (by decide +kernel)`. -/
theorem Machine.neverHalts_of_ngramCPS {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}
    {left right history : Nat} (h : M.ngramCheck left right history = true) : M.NeverHalts := by
  unfold ngramCheck at h
  cases hleft : Nat.ble 1 left with
  | false => rw [hleft] at h; cases h
  | true =>
  cases hright : Nat.ble 1 right with
  | false => rw [hleft, hright] at h; cases h
  | true =>
  rw [hleft, hright] at h
  simp only [eager_eq] at h
  obtain ⟨left, rfl⟩ : ∃ m, left = m + 1 :=
    ⟨left - 1, (Nat.sub_add_cancel (Nat.le_of_ble_eq_true hleft)).symm⟩
  obtain ⟨right, rfl⟩ : ∃ m, right = m + 1 :=
    ⟨right - 1, (Nat.sub_add_cancel (Nat.le_of_ble_eq_true hright)).symm⟩
  obtain ⟨L, R, h⟩ := Windows.exists_closed_of_decideClosed
    (W := Windows.ofMachine M (left + 1) (right + 1) history) (rounds := 1000000)
    (L := [0]) (R := [0]) (new := true) h
  unfold Windows.closed at h
  cases hL : Windows.isIn 0 L with
  | false => rw [hL] at h; cases h
  | true =>
  cases hR : Windows.isIn 0 R with
  | false => rw [hL, hR] at h; cases h
  | true =>
  rw [hL, hR] at h
  refine neverHalts_of_explore
    (Windows.describes_initial (M := M) (left := left + 1) (right := right + 1)
      (history := history) (Windows.mem_of_isIn hL) (Windows.mem_of_isIn hR)) ?_ h
  intro x ys c hnext hx
  refine ⟨1, Nat.one_pos, fun s hs => ?_, Windows.step_describes hnext hx⟩
  obtain rfl : s = 0 := by omega
  obtain ⟨_, q, _, _, -, hq, -⟩ := hx
  intro hc
  rw [run_zero] at hc
  rw [show c.state = none from hc] at hq
  cases hq

end BusyBeaver

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_1RB1LA_0LC1RB_1RZ1LA_bare : machine.NeverHalts :=
  Machine.neverHalts_of_ngramCPS
    (left := 1) (right := 1) (history := 0)
    (by decide +kernel)
