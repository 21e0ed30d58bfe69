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

/-- The machine `1RB1LC_1LC1RB_1RZ1LA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 2⟩
  | 1, 0 => ⟨1, .left, some 2⟩
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

/-- Computes whether `x` is in a set. -/
noncomputable def Bits.bit (set x : Nat) : Bool := Nat.beq (Nat.mod (Nat.div set (Nat.pow 2 x)) 2) 1

/-- Computes whether all in a list are true. -/
noncomputable def Bool.allOf : List Bool → Bool :=
  List.rec (motive := fun _ => Bool) true fun b _ rest =>
    Bool.rec (motive := fun _ => Bool) false rest b

/-- Computes whether a property holds of all numbers below `m`. -/
noncomputable def Nat.allBelow (f : Nat → Bool) : Nat → Bool :=
  Nat.rec (motive := fun _ => Bool) true fun i rest =>
    Bool.rec (motive := fun _ => Bool) false rest (f i)

/-- The union of the sets `f i`, for those `i` below `m` of which `p` holds. -/
noncomputable def Bits.union (p : Nat → Bool) (f : Nat → Nat) : Nat → Nat :=
  Nat.rec (motive := fun _ => Nat) 0 fun i rest =>
    Bool.rec (motive := fun _ => Nat) rest (Nat.lor (f i) rest) (p i)

/-- A number is in a set if its bit is set. -/
theorem Bits.bit_eq (set x : Nat) : bit set x = set.testBit x := by
  rw [Nat.testBit_eq_decide_div_mod_eq]
  unfold bit
  cases h : Nat.beq (Nat.mod (Nat.div set (Nat.pow 2 x)) 2) 1 with
  | true => exact (decide_eq_true (Nat.eq_of_beq_eq_true h)).symm
  | false => exact (decide_eq_false (Nat.ne_of_beq_eq_false h)).symm

/-- If all of a list are true, the first and all others are. -/
theorem Bool.of_allOf {b : Bool} {bs : List Bool} (h : allOf (b :: bs) = true) :
    b = true ∧ allOf bs = true := by
  cases b with
  | false => cases h
  | true => exact ⟨rfl, h⟩

/-- What holds of all numbers below `m` holds of each. -/
theorem Nat.of_allBelow {f : Nat → Bool} {m i : Nat} (h : allBelow f m = true) (hi : i < m) :
    f i = true := by
  induction m with
  | zero => cases hi
  | succ m ih =>
    have hunfold : allBelow f (m + 1) =
      Bool.rec (motive := fun _ => Bool) false (allBelow f m) (f m) := rfl
    rw [hunfold] at h
    cases hf : f m with
    | false => rw [hf] at h; cases h
    | true =>
      rw [hf] at h
      by_cases him : i = m
      · rw [him, hf]
      · exact ih h (by omega)

/-- What is in one of the sets is in their union. -/
theorem Bits.bit_union {p : Nat → Bool} {f : Nat → Nat} {m i y : Nat} (hi : i < m) (hp : p i = true)
    (hy : bit (f i) y = true) : bit (union p f m) y = true := by
  induction m with
  | zero => cases hi
  | succ m ih =>
    have hunfold : union p f (m + 1) =
      Bool.rec (motive := fun _ => Nat) (union p f m) (f m ||| union p f m) (p m) := rfl
    rw [hunfold]
    by_cases him : i = m
    · subst him
      rw [hp, bit_eq]
      show (f i ||| union p f i).testBit y = true
      rw [Nat.testBit_or, ← bit_eq, hy, Bool.true_or]
    · have hrest := ih (by omega)
      cases p m with
      | false => exact hrest
      | true =>
        rw [bit_eq]
        show (f m ||| union p f m).testBit y = true
        rw [Nat.testBit_or, ← bit_eq (union p f m), hrest, Bool.or_true]

/-- What is in a set is in another of which it is a part. -/
theorem Bits.bit_of_land {a b y : Nat} (h : Nat.beq (Nat.land a b) a = true) (hy : bit a y = true) :
    bit b y = true := by
  have heq : a &&& b = a := Nat.eq_of_beq_eq_true h
  rw [bit_eq] at hy ⊢
  rw [← heq, Nat.testBit_and, Bool.and_eq_true] at hy
  exact hy.2

/-- The automata: states, symbols and table of the machine; the number of states of the
deterministic automaton, and its transitions as digits; the number of states of the other, and a
power of `2` above all sets of these. -/
abbrev Automata := Nat × Nat × Nat × Nat × Nat × Nat × Nat

abbrev Automata.mk (n : Nat) (k : Nat) (table : Nat) (states : Nat) (dfa : Nat) (size : Nat) (sets : Nat) : Automata := (n, k, table, states, dfa, size, sets)

abbrev Automata.n (whole : Automata) :
    Nat := whole.1

abbrev Automata.k (whole : Automata) :
    Nat := whole.2.1

abbrev Automata.table (whole : Automata) :
    Nat := whole.2.2.1

abbrev Automata.states (whole : Automata) :
    Nat := whole.2.2.2.1

abbrev Automata.dfa (whole : Automata) :
    Nat := whole.2.2.2.2.1

abbrev Automata.size (whole : Automata) :
    Nat := whole.2.2.2.2.2.1

abbrev Automata.sets (whole : Automata) :
    Nat := whole.2.2.2.2.2.2

end BusyBeaver

namespace BusyBeaver.Automata

/-- The code of the transition. -/
noncomputable def code (A : Automata) (q s : Nat) : Nat :=
  Nat.mod (Nat.div A.table (Nat.pow (codeBound A.n A.k) (Nat.add (Nat.mul q A.k) s)))
    (codeBound A.n A.k)

/-- A transition of the deterministic automaton. -/
noncomputable def read (A : Automata) (d s : Nat) : Nat :=
  Nat.mod (Nat.div A.dfa (Nat.pow A.states (Nat.add (Nat.mul d A.k) s))) A.states

/-- The state `(d, q)` as a number. -/
noncomputable def index (A : Automata) (d q : Nat) : Nat := Nat.succ (Nat.add (Nat.mul d A.n) q)

/-- The states after `x` on reading `s`, by the transitions `T`. -/
noncomputable def row (A : Automata) (T s x : Nat) : Nat :=
  Nat.mod (Nat.div T (Nat.pow A.sets (Nat.add (Nat.mul s A.size) x))) A.sets

/-- The states after those in a set on reading `s`. -/
noncomputable def image (A : Automata) (T s set : Nat) : Nat :=
  Bits.union (Bits.bit set) (A.row T s) A.size

/-- Computes whether the transitions from `(d, q)` on reading `s` are there: into the accepting
state if the machine halts; those that a move to the right needs; and, for a move to the left, those
that make the configurations accepted from which it comes to accepted ones. -/
noncomputable def complete (A : Automata) (T d q s : Nat) : Bool :=
  eager (A.code q s) fun e =>
  Nat.rec (motive := fun _ => Bool) (Bits.bit (A.row T s (A.index d q)) 0)
    (fun q' _ => Nat.rec (motive := fun _ => Bool)
      (Nat.allBelow (fun b =>
        eager (A.image T (Nat.mod e A.k) (A.row T b (A.index d q'))) fun set =>
        Nat.beq (Nat.land set (A.row T s (A.index (A.read d b) q))) set) A.k)
      (fun _ _ => Bits.bit (A.row T s (A.index d q)) (A.index (A.read d (Nat.mod e A.k)) q'))
      (Nat.mod (Nat.div e A.k) 2))
    (Nat.div (Nat.div e A.k) 2)

/-- Computes whether all transitions `T` are there, and the blank tape is not accepted: it leads to
states in the set `X` only. -/
noncomputable def closed (A : Automata) (T X : Nat) : Bool :=
  Bool.allOf [
    Nat.allBelow
      (fun d => Nat.allBelow (fun q => Nat.allBelow (A.complete T d q) A.k) A.n) A.states,
    Nat.allBelow (fun s => Bits.bit (A.row T s 0) 0) A.k,
    Nat.beq (A.read 0 0) 0,
    Bits.bit X (A.index 0 0),
    eager (A.image T 0 X) fun set => Nat.beq (Nat.land set X) set,
    Nat.beq (Nat.mod X 2) 0]

/-- The transitions that the present ones ask for, from state `x` on reading `s`. -/
noncomputable def wanted (A : Automata) (T s x : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat) 1
    (fun x _ =>
      eager (Nat.div x A.n) fun d =>
      eager (Nat.mod x A.n) fun q =>
      eager (A.code q s) fun e =>
      Nat.rec (motive := fun _ => Nat) 1
        (fun q' _ => Nat.rec (motive := fun _ => Nat)
          (Bits.union (fun j => Nat.beq (A.read (Nat.div j A.k) (Nat.mod j A.k)) d)
            (fun j => A.image T (Nat.mod e A.k)
              (A.row T (Nat.mod j A.k) (A.index (Nat.div j A.k) q')))
            (Nat.mul A.states A.k))
          (fun _ _ => Nat.pow 2 (A.index (A.read d (Nat.mod e A.k)) q'))
          (Nat.mod (Nat.div e A.k) 2))
        (Nat.div (Nat.div e A.k) 2))
    x

/-- All these transitions together. -/
noncomputable def more (A : Automata) (T : Nat) : Nat :=
  Nat.rec (motive := fun _ => Nat) 0
    (fun i rest => Nat.add (Nat.mul (A.wanted T (Nat.div i A.size) (Nat.mod i A.size))
      (Nat.pow A.sets i)) rest)
    (Nat.mul A.k A.size)

/-- Repeats `f` until nothing changes. -/
noncomputable def limit (f : Nat → Nat) (fuel : Nat) : Nat → Nat :=
  Nat.rec (motive := fun _ => Nat → Nat) (fun x => x)
    (fun _ again x => eager (f x) fun y =>
      Bool.rec (motive := fun _ => Nat) (again y) x (Nat.beq x y)) fuel

/-- Collects the transitions and the states that the blank tape leads to; then decides. -/
noncomputable def decideClosed (A : Automata) : Bool :=
  eager (limit A.more 10000 0) fun T =>
  eager (limit (fun X => Nat.lor X (A.image T 0 X)) 10000 (Nat.pow 2 (A.index 0 0))) fun X =>
  A.closed T X

/-- The automata for a machine. -/
noncomputable def ofTable (n k table states dfa : Nat) : Automata :=
  ⟨n, k, table, states, dfa, Nat.succ (Nat.mul states n),
    Nat.pow 2 (Nat.succ (Nat.mul states n))⟩

end BusyBeaver.Automata

namespace BusyBeaver

/-- The number with the digits of a list, the first first. -/
noncomputable def digitsToNat (b : Nat) : List Nat → Nat :=
  List.rec (motive := fun _ => Nat) 0 fun x _ rest => Nat.add x (Nat.mul b rest)

/-- Computes whether a deterministic automaton shows that the machine never halts. It has so many
states; `dfa` lists where these lead to, for each state and each symbol read. -/
noncomputable def Machine.farCheck {n k : Nat} (M : Machine n k) (states : Nat) (dfa : List Nat) :
    Bool :=
  eager M.table fun table =>
  eager (digitsToNat states dfa) fun dfa =>
  Bool.rec (motive := fun _ => Bool) false (Automata.ofTable n k table states dfa).decideClosed
    (Nat.ble 1 states)

end BusyBeaver

namespace BusyBeaver.Automata

variable {n k : Nat} {A : Automata} {T : Nat} {tape tape' : Int → Fin k}

/-- The second automaton, in state `x`, comes to its accepting state when it reads the `m` cells
from `p` on. -/
def Accepts (A : Automata) (T : Nat) (tape : Int → Fin k) : Nat → Nat → Int → Prop
  | 0, x, _ => x = 0
  | m + 1, x, p => ∃ y, y < A.size ∧ Bits.bit (A.row T (tape p).val x) y = true ∧
      Accepts A T tape m y (p + 1)

/-- The state of the first automaton when it has read the `m` cells before `p`. -/
noncomputable def stateAt (A : Automata) (tape : Int → Fin k) : Nat → Int → Nat
  | 0, _ => 0
  | m + 1, p => A.read (stateAt A tape m (p - 1)) (tape (p - 1)).val

/-- The first automaton, on reading all cells before `p`, ends in `d`. -/
def Reads (A : Automata) (tape : Int → Fin k) (d : Nat) (p : Int) : Prop :=
  ∃ m : Nat, A.stateAt tape m p = d ∧ ∀ i, i < p - m → (tape i).val = 0

/-- Whether the cells from `p` on are accepted depends on these cells only. -/
theorem Accepts.congr {m x : Nat} {p : Int} (h : A.Accepts T tape m x p)
    (heq : ∀ i, p ≤ i → tape' i = tape i) : A.Accepts T tape' m x p := by
  induction m generalizing x p with
  | zero => exact h
  | succ m ih =>
    obtain ⟨y, hy, hrow, hrest⟩ := h
    exact ⟨y, hy, by rw [heq p (Int.le_refl p)]; exact hrow,
      ih hrest fun i hi => heq i (by omega)⟩

/-- The state in which the cells before `p` are read depends on these cells only. -/
theorem stateAt_congr {m : Nat} {p : Int} (heq : ∀ i, i < p → tape' i = tape i) :
    A.stateAt tape' m p = A.stateAt tape m p := by
  induction m generalizing p with
  | zero => rfl
  | succ m ih => rw [stateAt, stateAt, ih fun i hi => heq i (by omega), heq _ (by omega)]

/-- How the cells before `p` are read depends on these cells only. -/
theorem Reads.congr {d : Nat} {p : Int} (h : A.Reads tape d p)
    (heq : ∀ i, i < p → tape' i = tape i) : A.Reads tape' d p := by
  obtain ⟨m, hd, hblank⟩ := h
  exact ⟨m, by rw [stateAt_congr heq, hd], fun i hi => by rw [heq i (by omega)]; exact hblank i hi⟩

/-- One cell more is read by one transition. -/
theorem Reads.next {d : Nat} {p : Int} (h : A.Reads tape d p) :
    A.Reads tape (A.read d (tape p).val) (p + 1) := by
  obtain ⟨m, hd, hblank⟩ := h
  refine ⟨m + 1, ?_, fun i hi => hblank i (by omega)⟩
  rw [stateAt, Int.add_sub_cancel, hd]

/-- What has been read ended with a transition on the last cell. -/
theorem Reads.before (hstart : A.read 0 0 = 0) {d : Nat} {p : Int} (h : A.Reads tape d p)
    (hA : 0 < A.states) :
    ∃ d', d' < A.states ∧ A.Reads tape d' (p - 1) ∧ A.read d' (tape (p - 1)).val = d := by
  have hlt : ∀ m q, A.stateAt tape m q < A.states := by
    intro m q
    cases m with
    | zero => exact hA
    | succ m => exact Nat.mod_lt _ hA
  obtain ⟨m, hd, hblank⟩ := h
  cases m with
  | zero =>
    refine ⟨0, hA, ⟨0, rfl, fun i hi => hblank i (by omega)⟩, ?_⟩
    rw [hblank (p - 1) (by omega), hstart, ← hd]
    rfl
  | succ m => exact ⟨_, hlt m _, ⟨m, rfl, fun i hi => hblank i (by omega)⟩, hd⟩

/-- What follows on a state in a set is in the image of the set. -/
theorem bit_image {s x y set : Nat} (hx : Bits.bit set x = true) (hlt : x < A.size)
    (hy : Bits.bit (A.row T s x) y = true) : Bits.bit (A.image T s set) y = true :=
  Bits.bit_union hlt hx hy

/-- From the set `X` the accepting state is not reached on the blank tape. -/
theorem not_accepts_blank {X : Nat} (himage : Nat.beq (Nat.land (A.image T 0 X) X)
    (A.image T 0 X) = true) (hX : Nat.beq (Nat.mod X 2) 0 = true) {m x : Nat} {p : Int}
    (hx : Bits.bit X x = true) (hlt : x < A.size) (hblank : ∀ i, (tape i).val = 0) :
    ¬ A.Accepts T tape m x p := by
  induction m generalizing x p with
  | zero =>
    rintro rfl
    have hzero : X % 2 = 0 := Nat.eq_of_beq_eq_true hX
    have hone : X / 2 ^ 0 % 2 = 1 := Nat.eq_of_beq_eq_true hx
    rw [Nat.pow_zero, Nat.div_one] at hone
    omega
  | succ m ih =>
    rintro ⟨y, hy, hrow, hrest⟩
    rw [hblank] at hrow
    exact ih (Bits.bit_of_land himage (bit_image hx hlt hrow)) hy hrest

/-- The configuration is not accepted. -/
def Rejects (A : Automata) (T : Nat) (c : Config n k) : Prop :=
  ∃ q d, stateCode c.state = q + 1 ∧ d < A.states ∧ A.Reads c.tape d c.head ∧
    ∀ m, ¬ A.Accepts T c.tape m (A.index d q) c.head

variable {M : Machine n k} {c : Config n k}

/-- **What follows a configuration that is not accepted is not accepted.** -/
theorem rejects_step (hAn : A.n = n) (hAk : A.k = k) (hAtable : A.table = M.table)
    (hAsize : A.size = A.states * A.n + 1) (hA : 0 < A.states)
    (hcomplete : ∀ d, d < A.states → ∀ q, q < A.n → ∀ s, s < A.k → A.complete T d q s = true)
    (hstay : ∀ s, s < A.k → Bits.bit (A.row T s 0) 0 = true) (hstart : A.read 0 0 = 0)
    (hc : A.Rejects T c) : A.Rejects T (M.step c) := by
  obtain ⟨q, d, hq, hd, hreads, hnot⟩ := hc
  have hlt : ∀ {c : Config n k} {q : Nat}, stateCode c.state = q + 1 → q < A.n := by
    intro c q hq
    rw [hAn]
    cases hc : c.state with
    | none => rw [hc] at hq; cases hq
    | some p => rw [hc] at hq; rw [← Nat.succ.inj hq]; exact p.isLt
  have hindex : ∀ {d q : Nat}, d < A.states → q < A.n → A.index d q < A.size := by
    intro d q hd hq
    rw [hAsize]
    show d * A.n + q + 1 < A.states * A.n + 1
    have : (d + 1) * A.n ≤ A.states * A.n := Nat.mul_le_mul_right _ hd
    rw [Nat.succ_mul] at this
    omega
  have hs : ∀ i, (c.tape i).val < A.k := fun i => by rw [hAk]; exact (c.tape i).isLt
  generalize he : A.code q (c.tape c.head).val = e
  have hcode : digit (codeBound n k) M.table (q * k + (c.tape c.head).val) = e := by
    rw [← he]
    unfold code
    rw [hAn, hAk, hAtable]
    rfl
  obtain ⟨hstate, hhead, hcells⟩ := Machine.step_of_code hq hcode
  have hother : ∀ i, i ≠ c.head → (M.step c).tape i = c.tape i := by
    intro i hi
    apply Fin.ext
    rw [hcells, if_neg hi]
  have hunder : ((M.step c).tape c.head).val = e % A.k := by rw [hcells, if_pos rfl, hAk]
  have hall := fun d hd => hcomplete d hd q (hlt hq) _ (hs c.head)
  unfold complete at hall
  simp only [he, eager_eq] at hall
  have hstate : stateCode (M.step c).state = e / A.k / 2 := by rw [hAk]; exact hstate
  have hhead : (M.step c).head = c.head + (if e / A.k % 2 = 0 then -1 else 1) := by
    rw [hAk]; exact hhead
  have hall : ∀ d, d < A.states → Nat.rec (motive := fun _ => Bool)
      (Bits.bit (A.row T (c.tape c.head).val (A.index d q)) 0)
      (fun q' _ => Nat.rec (motive := fun _ => Bool)
        (Nat.allBelow (fun b => Nat.beq (Nat.land (A.image T (e % A.k) (A.row T b (A.index d q')))
          (A.row T (c.tape c.head).val (A.index (A.read d b) q)))
          (A.image T (e % A.k) (A.row T b (A.index d q')))) A.k)
        (fun _ _ => Bits.bit (A.row T (c.tape c.head).val (A.index d q))
          (A.index (A.read d (e % A.k)) q')) (e / A.k % 2)) (e / A.k / 2) = true := hall
  cases hq' : e / A.k / 2 with
  | zero =>
    have h := hall d hd
    rw [hq'] at h
    exact absurd ⟨0, by omega, h, rfl⟩ (hnot 1)
  | succ q' =>
    rw [hq'] at hstate
    have hq'lt := hlt hstate
    cases hdir : e / A.k % 2 with
    | succ j =>
      have h := hall d hd
      rw [hq', hdir] at h
      rw [hdir, if_neg (Nat.succ_ne_zero j)] at hhead
      have hread : A.read d (e % A.k) < A.states := Nat.mod_lt _ hA
      refine ⟨q', A.read d (e % A.k), hstate, hread, ?_, fun m hm => ?_⟩
      · rw [hhead, ← hunder]
        exact (hreads.congr fun i hi => hother i (by omega)).next
      · rw [hhead] at hm
        exact hnot (m + 1) ⟨_, hindex hread hq'lt, h,
          hm.congr fun i hi => (hother i (by omega)).symm⟩
    | zero =>
      rw [hdir, if_pos rfl] at hhead
      have hhead : (M.step c).head = c.head - 1 := hhead
      obtain ⟨d', hd', hreads', hread⟩ := hreads.before hstart hA
      have h := hall d' hd'
      rw [hq', hdir] at h
      have h := Nat.of_allBelow h (hs (c.head - 1))
      rw [hread] at h
      have hbefore : (M.step c).tape (c.head - 1) = c.tape (c.head - 1) := hother _ (by omega)
      refine ⟨q', d', hstate, hd', ?_, fun m hm => ?_⟩
      · rw [hhead]
        exact hreads'.congr fun i hi => hother i (by omega)
      · rw [hhead] at hm
        cases m with
        | zero => cases hm
        | succ m =>
          obtain ⟨x, hx, hrow, hm⟩ := hm
          rw [hbefore] at hrow
          rw [Int.sub_add_cancel] at hm
          have hstep : ∀ y, Bits.bit (A.row T (e % A.k) x) y = true →
              Bits.bit (A.row T (c.tape c.head).val (A.index d q)) y = true :=
            fun y hy => Bits.bit_of_land h (bit_image hrow hx hy)
          cases m with
          | zero =>
            have hx : x = 0 := hm
            subst hx
            have hk : 0 < A.k := Nat.lt_of_le_of_lt (Nat.zero_le _) (hs 0)
            exact hnot 1 ⟨0, by omega, hstep 0 (hstay _ (Nat.mod_lt _ hk)), rfl⟩
          | succ m =>
            obtain ⟨y, hy, hrow', hm⟩ := hm
            rw [hunder] at hrow'
            exact hnot (m + 1) ⟨y, hy, hstep y hrow',
              hm.congr fun i hi => (hother i (by omega)).symm⟩

end BusyBeaver.Automata

namespace BusyBeaver.Machine

variable {n k : Nat} [NeZero n] [NeZero k] {M : Machine n k}

/-- **Never halting, by an automaton that reads from the left**:
`M.neverHalts_of_farRight (states := …) (dfa := […]) (by decide +kernel)`. -/
theorem neverHalts_of_farRight {states : Nat} {dfa : List Nat}
    (h : M.farCheck states dfa = true) : M.NeverHalts := by
  unfold farCheck at h
  rw [eager_eq, eager_eq] at h
  cases hstates : Nat.ble 1 states with
  | false => rw [hstates] at h; cases h
  | true =>
  rw [hstates] at h
  generalize digitsToNat states dfa = dfa at h
  have h : (Automata.ofTable n k M.table states dfa).decideClosed = true := h
  obtain ⟨T, X, h⟩ : ∃ T X, (Automata.ofTable n k M.table states dfa).closed T X = true := ⟨_, _, h⟩
  have hAn : (Automata.ofTable n k M.table states dfa).n = n := rfl
  have hAk : (Automata.ofTable n k M.table states dfa).k = k := rfl
  have hAtable : (Automata.ofTable n k M.table states dfa).table = M.table := rfl
  have hAstates : (Automata.ofTable n k M.table states dfa).states = states := rfl
  have hAsize : (Automata.ofTable n k M.table states dfa).size =
    (Automata.ofTable n k M.table states dfa).states *
      (Automata.ofTable n k M.table states dfa).n + 1 := rfl
  generalize Automata.ofTable n k M.table states dfa = A at *
  unfold Automata.closed at h
  obtain ⟨hcomplete, h⟩ := Bool.of_allOf h
  obtain ⟨hstay, h⟩ := Bool.of_allOf h
  obtain ⟨hstart, h⟩ := Bool.of_allOf h
  obtain ⟨hX, h⟩ := Bool.of_allOf h
  obtain ⟨himage, h⟩ := Bool.of_allOf h
  obtain ⟨hzero, -⟩ := Bool.of_allOf h
  rw [eager_eq] at himage
  have hA : 0 < A.states := by rw [hAstates]; exact Nat.le_of_ble_eq_true hstates
  have hn : 0 < A.n := by rw [hAn]; exact Nat.pos_of_ne_zero (NeZero.ne n)
  have hcomplete : ∀ d, d < A.states → ∀ q, q < A.n → ∀ s, s < A.k →
      A.complete T d q s = true := by
    intro d hd q hq s hs
    have h := Nat.of_allBelow hcomplete hd
    have h := Nat.of_allBelow h hq
    exact Nat.of_allBelow h hs
  have hstay : ∀ s, s < A.k → Bits.bit (A.row T s 0) 0 = true := by
    intro s hs
    have h := Nat.of_allBelow hstay hs
    exact h
  refine neverHalts_of_closed (S := A.Rejects T) ?_ fun c hc => ⟨1, Nat.one_pos, fun s hs => ?_,
    Automata.rejects_step hAn hAk hAtable hAsize hA hcomplete hstay
      (Nat.eq_of_beq_eq_true hstart) hc⟩
  · refine ⟨0, 0, rfl, hA, ⟨0, rfl, fun _ _ => Config.val_initial _⟩, fun m => ?_⟩
    refine Automata.not_accepts_blank himage hzero hX ?_ fun i => Config.val_initial i
    rw [hAsize]
    show 0 * A.n + 0 + 1 < A.states * A.n + 1
    have := Nat.mul_pos hA hn
    omega
  · obtain rfl : s = 0 := by omega
    obtain ⟨q, -, hq, -⟩ := hc
    intro hhalted
    rw [run_zero] at hhalted
    rw [show c.state = none from hhalted] at hq
    cases hq

end BusyBeaver.Machine

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_1RB1LC_1LC1RB_1RZ1LA_bare : machine.NeverHalts :=
  Machine.neverHalts_of_farRight
    (states := 3) (dfa := [0, 1, 2, 0, 2, 2]) (by decide +kernel)
