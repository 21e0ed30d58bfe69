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

end BusyBeaver.Machine

namespace BusyBeaver.Config

variable {n k : Nat}

/-- The same configuration `d` cells further to the right. -/
def shift (c : Config n k) (d : Int) : Config n k where
  state := c.state
  head := c.head + d
  tape := fun i => c.tape (i - d)

/-- The cells of a row of words from left to right, each word repeated so many times:
`[([1, 0], 2), ([1], 3)]` are the cells `1, 0, 1, 0, 1, 1, 1`. -/
noncomputable def spell {α : Type} : List (List α × Nat) → List α
  | [] => []
  | (word, times) :: row => (List.replicate times word).flatten ++ spell row

/-- State `q`, and the tape between blanks: the row `left` ends in cell `-1`, the row `right`
begins in cell `0`. If the machine faces right, its head is on cell `0`; if it faces left, its head
is on cell `-1`. -/
noncomputable def rows [NeZero k] (q : Fin n) (facing : Dir) (left right : List (List (Fin k) × Nat)) :
    Config n k where
  state := some q
  head := match facing with
    | .left => -1
    | .right => 0
  tape := fun i =>
    if 0 ≤ i then (spell right).getD i.toNat 0 else (spell left).reverse.getD (-1 - i).toNat 0

end BusyBeaver.Config

namespace BusyBeaver.Machine

variable {n k : Nat}

-- Irreducible, as Lean would otherwise run machines to see that two statements are not the same.
/-- From the configuration `c`, exactly `t` steps lead to the configuration `d`, wherever on the
tape. -/
@[irreducible] def Reaches (M : Machine n k) (c d : Config n k) (t : Nat) : Prop :=
  ∃ s, M.run t c = d.shift s

end BusyBeaver.Machine

open BusyBeaver

/-- The machine `0RB1LC_1RC1RZ_0LA0RC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 2⟩
  | 1, 0 => ⟨1, .right, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨0, .left, some 0⟩
  | 2, 1 => ⟨0, .right, some 2⟩

/-- The configurations C(m). -/
noncomputable def C (m : Nat) : Config 3 2 :=
  .rows 2 .right [([0, 1], m + 1)] []

/-- The configurations D(m). -/
noncomputable def D (m : Nat) : Config 3 2 :=
  .rows 2 .right [([1, 0, 1], 1)] [([1, 0], m)]

namespace BusyBeaver

/-- Configurations are equal if their states, heads and tapes are. -/
theorem Config.ext {n k : Nat} : {c d : Config n k} → c.state = d.state → c.head = d.head →
    c.tape = d.tape → c = d
  | ⟨_, _, _⟩, ⟨_, _, _⟩, rfl, rfl, rfl => rfl

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

end BusyBeaver

namespace BusyBeaver.Rules

/-- What lies on a side, nearest to the head first: single cells, and words that are repeated
`slope * m` times. -/
abbrev Item := Nat ⊕ (List Nat × Nat)

/-- A single cell. -/
abbrev Item.cell (symbol : Nat) : Item := .inl symbol

/-- A word that is repeated. -/
abbrev Item.block (word : List Nat) (slope : Nat) : Item := .inr (word, slope)

/-- A value for single cells, and one for repeated words. -/
noncomputable abbrev Item.elim {α : Type} (cell : Nat → α) (block : List Nat → Nat → α)
    (item : Item) : α :=
  Sum.rec (motive := fun _ => α) cell (fun wa => block wa.1 wa.2) item

/-- A family on its way: the state, the direction in which the machine faces (`1` is right), what is
behind its head, what is ahead (the cell under the head first), and the number of steps so far, as
`slope * m + constant`. -/
abbrev Stage := Nat × Nat × (List Item) × (List Item) × Nat × Nat

abbrev Stage.mk (state : Nat) (facing : Nat) (behind : List Item) (ahead : List Item) (slope : Nat) (constant : Nat) : Stage := (state, facing, behind, ahead, slope, constant)

abbrev Stage.state (whole : Stage) :
    Nat := whole.1

abbrev Stage.facing (whole : Stage) :
    Nat := whole.2.1

abbrev Stage.behind (whole : Stage) :
    List Item := whole.2.2.1

abbrev Stage.ahead (whole : Stage) :
    List Item := whole.2.2.2.1

abbrev Stage.slope (whole : Stage) :
    Nat := whole.2.2.2.2.1

abbrev Stage.constant (whole : Stage) :
    Nat := whole.2.2.2.2.2

/-- How a run through some cells ends: in which state, facing where, with which cells behind, and
after how many steps. -/
abbrev Exit := Nat × Nat × (List Nat) × Nat

abbrev Exit.mk (state : Nat) (facing : Nat) (behind : List Nat) (time : Nat) : Exit := (state, facing, behind, time)

abbrev Exit.state (whole : Exit) :
    Nat := whole.1

abbrev Exit.facing (whole : Exit) :
    Nat := whole.2.1

abbrev Exit.behind (whole : Exit) :
    List Nat := whole.2.2.1

abbrev Exit.time (whole : Exit) :
    Nat := whole.2.2.2

/-- The code of the transition. -/
noncomputable def codeOf (n k table q s : Nat) : Nat :=
  Nat.mod (Nat.div table (Nat.pow (codeBound n k) (Nat.add (Nat.mul q k) s))) (codeBound n k)

/-- Runs the machine on the cells behind and ahead until there is none ahead. -/
noncomputable def walk (n k table : Nat) (fuel : Nat) :
    Nat → Nat → List Nat → List Nat → Nat → Option Exit :=
  Nat.rec (motive := fun _ => Nat → Nat → List Nat → List Nat → Nat → Option Exit)
    (fun _ _ _ _ _ => none)
    (fun _ continue_ q f behind ahead t =>
      List.rec (motive := fun _ => Option Exit) (some ⟨q, f, behind, t⟩)
        (fun s rest _ =>
          eager (codeOf n k table q s) fun e =>
          Nat.rec (motive := fun _ => Option Exit) none
            (fun q' _ =>
              eager (Nat.mod e k) fun w =>
              eager (Nat.mod (Nat.div e k) 2) fun f' =>
              Bool.rec (motive := fun _ => Option Exit)
                (continue_ q' f' (w :: rest) behind (Nat.succ t))
                (continue_ q' f' (w :: behind) rest (Nat.succ t))
                (Nat.beq f' f))
            (Nat.div (Nat.div e k) 2))
        ahead)
    fuel

/-- A single cell, put onto a side. Beyond the last item all is blank. -/
noncomputable def pushCell (w : Nat) (side : List Item) : List Item :=
  List.rec (motive := fun _ => List Item)
    (Nat.rec (motive := fun _ => List Item) [] (fun _ _ => [.cell w]) w)
    (fun _ _ _ => .cell w :: side) side

/-- Some cells, put onto a side; the first is to be the nearest. -/
noncomputable def pushCells (ws : List Nat) (side : List Item) : List Item :=
  List.rec (motive := fun _ => List Item) side (fun w _ rest => pushCell w rest) ws

/-- Computes whether two words are the same. -/
noncomputable def sameWord : List Nat → List Nat → Bool :=
  List.rec (motive := fun _ => List Nat → Bool)
    (List.rec (motive := fun _ => Bool) true (fun _ _ _ => false))
    (fun x _ same => List.rec (motive := fun _ => Bool) false
      (fun y ys _ => Bool.rec (motive := fun _ => Bool) false (same ys) (Nat.beq x y)))

/-- A repeated word before blanks, turned as far as the blanks permit. -/
noncomputable def pushLast (a fuel : Nat) : List Nat → List Item :=
  Nat.rec (motive := fun _ => List Nat → List Item) (fun w => [.block w a])
    (fun _ again w =>
      List.rec (motive := fun _ => List Item) []
        (fun s rest _ => Nat.rec (motive := fun _ => List Item)
          (pushCell 0 (again (rest ++ [s]))) (fun _ _ => [.block w a]) s) w)
    fuel

/-- Computes whether all cells of a word are blank. -/
noncomputable def allBlank (w : List Nat) : Bool :=
  List.rec (motive := fun _ => Bool) true
    (fun s _ rest => Bool.rec (motive := fun _ => Bool) false rest (Nat.beq s 0)) w

/-- A repeated word, put onto a side. It is moved away from the head as far as its cells permit, and
joined with a neighbour that repeats the same word. -/
noncomputable def pushBlock (a : Nat) (side : List Item) : List Nat → List Item :=
  List.rec (motive := fun _ => List Nat → List Item)
    (fun w => Bool.rec (motive := fun _ => List Item) (pushLast a w.length w) [] (allBlank w))
    (fun item rest further w =>
      Item.elim
        (fun s => List.rec (motive := fun _ => List Item) (item :: rest)
          (fun s' ws _ => Bool.rec (motive := fun _ => List Item) (.block w a :: item :: rest)
            (pushCell s (further (ws ++ [s']))) (Nat.beq s s')) w)
        (fun v b => Bool.rec (motive := fun _ => List Item) (.block w a :: item :: rest)
          (eager (Nat.add a b) fun ab => .block v ab :: rest) (sameWord v w))
        item)
    side

/-- Takes so many cells off a side, if there are no repeated words among them. -/
noncomputable def takeCells (count : Nat) : List Item → Option (List Nat × List Item) :=
  Nat.rec (motive := fun _ => List Item → Option (List Nat × List Item))
    (fun side => some ([], side))
    (fun _ more side =>
      List.rec (motive := fun _ => Option (List Nat × List Item))
        (Option.rec (motive := fun _ => Option (List Nat × List Item)) none
          (fun taken => some (0 :: taken.1, taken.2)) (more []))
        (fun item rest _ => Item.elim
          (fun s => Option.rec (motive := fun _ => Option (List Nat × List Item)) none
            (fun taken => some (s :: taken.1, taken.2)) (more rest))
          (fun _ _ => none) item)
        side)
    count

/-- What remains of a word behind the prefix `u`. -/
noncomputable def afterPrefix : List Nat → List Nat → Option (List Nat) :=
  List.rec (motive := fun _ => List Nat → Option (List Nat)) some
    (fun x _ after => List.rec (motive := fun _ => Option (List Nat)) none
      (fun y ys _ => Bool.rec (motive := fun _ => Option (List Nat)) none (after ys)
        (Nat.beq x y)))

/-- The crossing of a word that is repeated, with `count` cells carried along. -/
noncomputable def crossWith (n k table : Nat) (x : Stage) (w : List Nat) (a : Nat)
    (rest : List Item) (count : Nat) : Option Stage :=
  Option.rec (motive := fun _ => Option Stage) none
    (fun taken =>
      Option.rec (motive := fun _ => Option Stage) none
        (fun out => Bool.rec (motive := fun _ => Option Stage) none
          (Bool.rec (motive := fun _ => Option Stage) none
            (Option.rec (motive := fun _ => Option Stage) none
              (fun w' => eager (Nat.add x.slope (Nat.mul out.time a)) fun slope =>
                some ⟨x.state, x.facing, pushCells taken.1 (pushBlock a taken.2 w'), rest, slope,
                  x.constant⟩)
              (afterPrefix taken.1 out.behind))
            (Nat.beq out.facing x.facing))
          (Nat.beq out.state x.state))
        (walk n k table 1000 x.state x.facing taken.1 w 0))
    (takeCells count x.behind)

/-- The crossing of a word that is repeated, with as few cells carried along as possible. -/
noncomputable def crossing (n k table : Nat) (x : Stage) (w : List Nat) (a : Nat)
    (rest : List Item) (tries : Nat) : Nat → Option Stage :=
  Nat.rec (motive := fun _ => Nat → Option Stage) (fun _ => none)
    (fun _ again count =>
      Option.rec (motive := fun _ => Option Stage) (again (Nat.succ count)) some
        (crossWith n k table x w a rest count))
    tries

/-- One step of the machine that reads `s`. -/
noncomputable def stepOn (n k table : Nat) (x : Stage) (s : Nat) (rest : List Item) :
    Option Stage :=
  eager (codeOf n k table x.state s) fun e =>
  Nat.rec (motive := fun _ => Option Stage) none
    (fun q' _ =>
      eager (Nat.mod e k) fun w =>
      eager (Nat.mod (Nat.div e k) 2) fun f' =>
      eager (Nat.succ x.constant) fun constant =>
      Bool.rec (motive := fun _ => Option Stage)
        (some ⟨q', f', pushCell w rest, x.behind, x.slope, constant⟩)
        (some ⟨q', f', pushCell w x.behind, rest, x.slope, constant⟩)
        (Nat.beq f' x.facing))
    (Nat.div (Nat.div e k) 2)

/-- One step, or one crossing, on a whole family. -/
noncomputable def advance (n k table : Nat) (x : Stage) : Option Stage :=
  List.rec (motive := fun _ => Option Stage) (stepOn n k table x 0 [])
    (fun item rest _ => Item.elim
      (fun s => stepOn n k table x s rest)
      (fun w a => crossing n k table x w a rest 9 0) item)
    x.ahead

/-- Computes whether two sides are the same. -/
noncomputable def sameSide : List Item → List Item → Bool :=
  List.rec (motive := fun _ => List Item → Bool)
    (List.rec (motive := fun _ => Bool) true (fun _ _ _ => false))
    (fun x _ same => List.rec (motive := fun _ => Bool) false
      (fun y ys _ => Item.elim
        (fun s => Item.elim
          (fun s' => Bool.rec (motive := fun _ => Bool) false (same ys) (Nat.beq s s'))
          (fun _ _ => false) y)
        (fun v a => Item.elim (fun _ => false)
          (fun w b => Bool.rec (motive := fun _ => Bool) false
            (Bool.rec (motive := fun _ => Bool) false (same ys) (sameWord v w)) (Nat.beq a b)) y)
        x))

/-- Computes whether two stages are the same, but for the time. -/
noncomputable def Stage.same (x y : Stage) : Bool :=
  Bool.rec (motive := fun _ => Bool) false
    (Bool.rec (motive := fun _ => Bool) false
      (Bool.rec (motive := fun _ => Bool) false (sameSide x.behind y.behind)
        (sameSide x.ahead y.ahead))
      (Nat.beq x.facing y.facing))
    (Nat.beq x.state y.state)

/-- Computes whether the time is right, if the stage is that of the goal; if not, what follows. It
is a definition of its own because the kernel's calls nest until it has to unfold one. -/
noncomputable def arrivesStep (n k table : Nat) (goal : Stage) (again : Stage → Bool) (x : Stage) :
    Bool :=
  Bool.rec (motive := fun _ => Bool)
    (Option.rec (motive := fun _ => Bool) false again (advance n k table x))
    (Bool.rec (motive := fun _ => Bool) false (Nat.beq x.constant goal.constant)
      (Nat.beq x.slope goal.slope))
    (x.same goal)

/-- Goes on until the stage is that of the goal, and computes whether the goal's time is right. -/
noncomputable def arrives (n k table : Nat) (goal : Stage) (fuel : Nat) : Stage → Bool :=
  Nat.rec (motive := fun _ => Stage → Bool) (fun _ => false)
    (fun _ again => arrivesStep n k table goal again) fuel

/-- A word so many times, put onto a side. -/
noncomputable def pushCopies (w : List Nat) (side : List Item) (count : Nat) : List Item :=
  Nat.rec (motive := fun _ => List Item) side (fun _ rest => pushCells w rest) count

/-- A row as a side, its first word the nearest. -/
noncomputable def sideOf (row : List (List Nat × Nat × Nat)) : List Item :=
  List.rec (motive := fun _ => List Item) []
    (fun entry _ rest => pushCopies entry.1
      (Nat.rec (motive := fun _ => List Item) rest
        (fun a _ => pushBlock (Nat.succ a) rest entry.1) entry.2.1) entry.2.2) row

/-- So many copies of a word. -/
noncomputable def rep (w : List Nat) : Nat → List Nat
  | 0 => []
  | t + 1 => w ++ rep w t

/-- The cells of a side for a value of the parameter. -/
noncomputable def cells (m : Nat) : List Item → List Nat
  | [] => []
  | .inl s :: side => s :: cells m side
  | .inr (w, a) :: side => rep w (a * m) ++ cells m side

/-- Equal but for blanks at the end. -/
def Same (xs ys : List Nat) : Prop := ∀ j, xs.getD j 0 = ys.getD j 0

/-- A list is equal to itself but for blanks at the end. -/
theorem Same.refl (xs : List Nat) : Same xs xs := fun _ => rfl

/-- To be equal but for blanks at the end is symmetric. -/
theorem Same.symm {xs ys : List Nat} (h : Same xs ys) : Same ys xs := fun j => (h j).symm

/-- To be equal but for blanks at the end is transitive. -/
theorem Same.trans {xs ys zs : List Nat} (h : Same xs ys) (h' : Same ys zs) : Same xs zs :=
  fun j => (h j).trans (h' j)

/-- Lists that are equal but for blanks at the end are so with the same symbol before them. -/
theorem Same.cons {xs ys : List Nat} (h : Same xs ys) (s : Nat) : Same (s :: xs) (s :: ys) := by
  intro j
  cases j with
  | zero => rfl
  | succ j => exact h j

/-- Lists that are equal but for blanks at the end are so with the same word before them. -/
theorem Same.append {xs ys : List Nat} (h : Same xs ys) (w : List Nat) :
    Same (w ++ xs) (w ++ ys) := by
  induction w with
  | nil => exact h
  | cons s w ih => exact ih.cons s

/-- A blank is as much as nothing. -/
theorem same_zero : Same [0] [] := by
  intro j
  cases j with
  | zero => rfl
  | succ j => rfl

/-- A blank at the end makes no difference. -/
theorem same_append_zero (xs : List Nat) : Same (xs ++ [0]) xs := by
  have := Same.append same_zero xs
  rwa [List.append_nil] at this

/-- `s + t` copies of a word are `s` copies and then `t`. -/
theorem rep_append (w : List Nat) (s t : Nat) : rep w (s + t) = rep w s ++ rep w t := by
  induction s with
  | zero => rw [Nat.zero_add]; rfl
  | succ s ih => rw [Nat.succ_add, rep, rep, ih, List.append_assoc]

/-- One copy of a word is the word. -/
theorem rep_one (w : List Nat) : rep w 1 = w := List.append_nil w

/-- A word behind its copies is as much as one before them. -/
theorem rep_comm (w : List Nat) (t : Nat) : rep w t ++ w = w ++ rep w t := by
  have h : rep w (t + 1) = rep w t ++ rep w 1 := rep_append w t 1
  rw [rep_one] at h
  exact h.symm

/-- Copies of a word, and then its first symbol: the symbol, and then copies of the word that is
turned by one. -/
theorem rep_turn (s : Nat) (w : List Nat) (t : Nat) :
    rep (s :: w) t ++ [s] = s :: rep (w ++ [s]) t := by
  induction t with
  | zero => rfl
  | succ t ih =>
    rw [rep, rep, List.append_assoc, ih]
    simp only [List.cons_append, List.append_assoc, List.nil_append]

/-- The same as `rep_turn`, with more behind. -/
theorem rep_turn_append (s : Nat) (w xs : List Nat) (t : Nat) :
    rep (s :: w) t ++ s :: xs = s :: (rep (w ++ [s]) t ++ xs) := by
  have h : rep (s :: w) t ++ [s] ++ xs = s :: rep (w ++ [s]) t ++ xs := by rw [rep_turn]
  rw [List.append_assoc] at h
  exact h

/-- Copies of a blank word are as much as nothing. -/
theorem same_rep_blank {w : List Nat} (h : allBlank w = true) (t : Nat) : Same (rep w t) [] := by
  have hw : ∀ xs, Same xs [] → Same (w ++ xs) [] := by
    intro xs hxs
    induction w with
    | nil => exact hxs
    | cons s w ih =>
      have hunfold : allBlank (s :: w) =
        Bool.rec (motive := fun _ => Bool) false (allBlank w) (Nat.beq s 0) := rfl
      rw [hunfold] at h
      cases hs : Nat.beq s 0 with
      | false => rw [hs] at h; cases h
      | true =>
        rw [hs] at h
        obtain rfl : s = 0 := Nat.eq_of_beq_eq_true hs
        exact ((ih h).cons 0).trans same_zero
  induction t with
  | zero => exact Same.refl _
  | succ t ih => exact hw _ ih

/-- Words that are found the same are equal. -/
theorem eq_of_sameWord {v w : List Nat} (h : sameWord v w = true) : v = w := by
  induction v generalizing w with
  | nil =>
    cases w with
    | nil => rfl
    | cons => cases h
  | cons x v ih =>
    cases w with
    | nil => cases h
    | cons y w =>
      have hunfold : sameWord (x :: v) (y :: w) =
        Bool.rec (motive := fun _ => Bool) false (sameWord v w) (Nat.beq x y) := rfl
      rw [hunfold] at h
      cases hxy : Nat.beq x y with
      | false => rw [hxy] at h; cases h
      | true => rw [hxy] at h; rw [Nat.eq_of_beq_eq_true hxy, ih h]

/-- The cells of a side onto which a cell was put. -/
theorem cells_pushCell (m w : Nat) (side : List Item) :
    Same (cells m (pushCell w side)) (w :: cells m side) := by
  cases side with
  | nil =>
    cases w with
    | zero => exact same_zero.symm
    | succ w => exact Same.refl _
  | cons item side => exact Same.refl _

/-- The cells of a side onto which a word was put. -/
theorem cells_pushCells (m : Nat) (u : List Nat) (side : List Item) :
    Same (cells m (pushCells u side)) (u ++ cells m side) := by
  induction u with
  | nil => exact Same.refl _
  | cons w u ih => exact (cells_pushCell m w (pushCells u side)).trans (ih.cons w)

/-- The cells of a side that is a repeated word before blanks. -/
theorem cells_pushLast (m a fuel : Nat) (w : List Nat) :
    Same (cells m (pushLast a fuel w)) (rep w (a * m)) := by
  have hblock : ∀ w, Same (cells m [.block w a]) (rep w (a * m)) := fun w => by
    rw [cells, cells, List.append_nil]
    exact Same.refl _
  induction fuel generalizing w with
  | zero => exact hblock w
  | succ fuel ih =>
    cases w with
    | nil =>
      intro j
      have : ∀ t, rep [] t = [] := fun t => by
        induction t with
        | zero => rfl
        | succ t ih => exact ih
      rw [this]
      rfl
    | cons s w =>
      cases s with
      | succ s => exact hblock _
      | zero =>
        have hunfold : pushLast a (fuel + 1) (0 :: w) = pushCell 0 (pushLast a fuel (w ++ [0])) :=
          rfl
        rw [hunfold]
        refine (cells_pushCell m 0 _).trans (((ih (w ++ [0])).cons 0).trans ?_)
        rw [← rep_turn]
        exact same_append_zero _

/-- The cells of a side onto which a repeated word was put. -/
theorem cells_pushBlock (m a : Nat) (side : List Item) (w : List Nat) :
    Same (cells m (pushBlock a side w)) (rep w (a * m) ++ cells m side) := by
  induction side generalizing w with
  | nil =>
    have hunfold : pushBlock a [] w =
      Bool.rec (motive := fun _ => List Item) (pushLast a w.length w) [] (allBlank w) := rfl
    rw [hunfold, cells, List.append_nil]
    cases hblank : allBlank w with
    | false => exact cells_pushLast m a w.length w
    | true => exact (same_rep_blank hblank _).symm
  | cons item side ih =>
    cases item with
    | inl s =>
      cases w with
      | nil =>
        have hrep : ∀ t, rep [] t = [] := fun t => by
          induction t with
          | zero => rfl
          | succ t ih => exact ih
        rw [hrep]
        exact Same.refl _
      | cons s' w =>
        have hunfold : pushBlock a (.cell s :: side) (s' :: w) =
          Bool.rec (motive := fun _ => List Item) (.block (s' :: w) a :: .cell s :: side)
            (pushCell s (pushBlock a side (w ++ [s']))) (Nat.beq s s') := rfl
        rw [hunfold]
        cases hs : Nat.beq s s' with
        | false => exact Same.refl _
        | true =>
          obtain rfl : s = s' := Nat.eq_of_beq_eq_true hs
          rw [cells, rep_turn_append]
          exact (cells_pushCell m s _).trans ((ih (w ++ [s])).cons s)
    | inr vb =>
      obtain ⟨v, b⟩ := vb
      have hunfold : pushBlock a (.block v b :: side) w =
        Bool.rec (motive := fun _ => List Item) (.block w a :: .block v b :: side)
          (.block v (a + b) :: side) (sameWord v w) := rfl
      rw [hunfold]
      cases hvw : sameWord v w with
      | false => exact Same.refl _
      | true =>
        obtain rfl := eq_of_sameWord hvw
        rw [cells, cells, Nat.add_mul, rep_append, List.append_assoc]
        exact Same.refl _

/-- The cells of a side onto which so many copies of a word were put. -/
theorem cells_pushCopies (m : Nat) (w : List Nat) (side : List Item) (count : Nat) :
    Same (cells m (pushCopies w side count)) (rep w count ++ cells m side) := by
  induction count with
  | zero => exact Same.refl _
  | succ count ih =>
    have hunfold : pushCopies w side (count + 1) = pushCells w (pushCopies w side count) := rfl
    rw [hunfold, rep, List.append_assoc]
    exact (cells_pushCells m w _).trans (ih.append w)

/-- The cells of a row. -/
noncomputable def spelled (m : Nat) : List (List Nat × Nat × Nat) → List Nat
  | [] => []
  | (w, a, b) :: row => rep w (a * m + b) ++ spelled m row

/-- The cells of a row as a side are those of the row. -/
theorem cells_sideOf (m : Nat) (row : List (List Nat × Nat × Nat)) :
    Same (cells m (sideOf row)) (spelled m row) := by
  induction row with
  | nil => exact Same.refl _
  | cons entry row ih =>
    obtain ⟨w, a, b⟩ := entry
    have hunfold : sideOf ((w, a, b) :: row) = pushCopies w
      (Nat.rec (motive := fun _ => List Item) (sideOf row)
        (fun a _ => pushBlock (Nat.succ a) (sideOf row) w) a) b := rfl
    rw [hunfold, spelled, Nat.add_comm, rep_append, List.append_assoc]
    refine (cells_pushCopies m w _ b).trans (Same.append ?_ _)
    cases a with
    | zero =>
      rw [Nat.zero_mul]
      exact ih
    | succ a => exact (cells_pushBlock m (a + 1) _ w).trans (ih.append _)

/-- The cells taken off a side, and what is left, are those of the side. -/
theorem cells_takeCells {m count : Nat} {side rest : List Item} {u : List Nat}
    (h : takeCells count side = some (u, rest)) : Same (u ++ cells m rest) (cells m side) := by
  induction count generalizing side u with
  | zero =>
    have h : some ([], side) = some (u, rest) := h
    cases h
    exact Same.refl _
  | succ count ih =>
    cases side with
    | nil =>
      have hunfold : takeCells (count + 1) [] =
        Option.rec (motive := fun _ => Option (List Nat × List Item)) none
          (fun taken => some (0 :: taken.1, taken.2)) (takeCells count []) := rfl
      rw [hunfold] at h
      cases hmore : takeCells count [] with
      | none => rw [hmore] at h; cases h
      | some taken =>
        rw [hmore] at h
        cases h
        exact ((ih hmore).cons 0).trans same_zero
    | cons item side =>
      cases item with
      | inr => cases h
      | inl s =>
        have hunfold : takeCells (count + 1) (.cell s :: side) =
          Option.rec (motive := fun _ => Option (List Nat × List Item)) none
            (fun taken => some (s :: taken.1, taken.2)) (takeCells count side) := rfl
        rw [hunfold] at h
        cases hmore : takeCells count side with
        | none => rw [hmore] at h; cases h
        | some taken =>
          rw [hmore] at h
          cases h
          exact (ih hmore).cons s

/-- A word is its prefix and what remains. -/
theorem eq_of_afterPrefix {u v w : List Nat} (h : afterPrefix u v = some w) : v = u ++ w := by
  induction u generalizing v with
  | nil =>
    have h : some v = some w := h
    cases h
    rfl
  | cons x u ih =>
    cases v with
    | nil => cases h
    | cons y v =>
      have hunfold : afterPrefix (x :: u) (y :: v) =
        Bool.rec (motive := fun _ => Option (List Nat)) none (afterPrefix u v) (Nat.beq x y) := rfl
      rw [hunfold] at h
      cases hxy : Nat.beq x y with
      | false => rw [hxy] at h; cases h
      | true => rw [hxy] at h; rw [Nat.eq_of_beq_eq_true hxy, ih h]; rfl

variable {n k : Nat}

/-- The direction as a difference of positions. -/
def ahead (f : Nat) : Int := if f = 0 then -1 else 1

/-- The configuration is in state `q` and facing `f`; these cells are behind its head, and these
ahead, the cell under the head first. -/
abbrev Stands (c : Config n k) (q f : Nat) (behind ahead : List Nat) : Prop :=
  (stateCode c.state = q + 1) ∧
  (f < 2) ∧
  (∀ j : Nat, (c.tape (c.head + Rules.ahead f * j)).val = ahead.getD j 0) ∧
  (∀ j : Nat, (c.tape (c.head - Rules.ahead f * (j + 1))).val = behind.getD j 0)

theorem Stands.state {c : Config n k} {q f : Nat} {behind ahead : List Nat} (whole : Stands c q f behind ahead) :
    stateCode c.state = q + 1 := whole.1

theorem Stands.facing {c : Config n k} {q f : Nat} {behind ahead : List Nat} (whole : Stands c q f behind ahead) :
    f < 2 := whole.2.1

theorem Stands.ahead {c : Config n k} {q f : Nat} {behind ahead : List Nat} (whole : Stands c q f behind ahead) :
    ∀ j : Nat, (c.tape (c.head + Rules.ahead f * j)).val = ahead.getD j 0 := whole.2.2.1

theorem Stands.behind {c : Config n k} {q f : Nat} {behind ahead : List Nat} (whole : Stands c q f behind ahead) :
    ∀ j : Nat, (c.tape (c.head - Rules.ahead f * (j + 1))).val = behind.getD j 0 := whole.2.2.2

/-- What stands on the tape may be written with more blanks at the end, or fewer. -/
theorem Stands.congr {c : Config n k} {q f : Nat} {B B' A A' : List Nat} (h : Stands c q f B A)
    (hB : Same B B') (hA : Same A A') : Stands c q f B' A' :=
  ⟨h.state, h.facing, fun j => (h.ahead j).trans (hA j), fun j => (h.behind j).trans (hB j)⟩

/-- Ahead is one cell to the right or one to the left. -/
theorem ahead_cases (f : Nat) : ahead f = 1 ∨ ahead f = -1 := by
  unfold ahead
  by_cases hf : f = 0
  · exact .inr (if_pos hf)
  · exact .inl (if_neg hf)

/-- Of two different directions, one is the opposite of the other. -/
theorem ahead_of_ne {f f' : Nat} (hf : f < 2) (hf' : f' < 2) (hne : f' ≠ f) :
    ahead f = -ahead f' := by
  unfold ahead
  split <;> split <;> first | rfl | omega

/-- There are two directions only. -/
theorem eq_of_ne {f f' f'' : Nat} (hf : f < 2) (hf' : f' < 2) (hf'' : f'' < 2) (hne : f' ≠ f)
    (hne' : f'' ≠ f) : f'' = f' := by omega

/-- The cells beside the place `p` and beside the next one in the direction `z`. -/
theorem beside {z : Int} (hz : z = 1 ∨ z = -1) (p : Int) (j : Nat) :
    p + z + z * j = p + z * ((j + 1 : Nat) : Int) ∧ p + z + z * j ≠ p ∧
      p + z - z * ((0 : Nat) + 1) = p ∧
      p + z - z * (((j + 1 : Nat) : Int) + 1) = p - z * (j + 1) ∧
      p + z - z * (((j + 1 : Nat) : Int) + 1) ≠ p := by
  rcases hz with rfl | rfl <;> refine ⟨?_, ?_, ?_, ?_, ?_⟩ <;> omega

/-- The same in the other direction. -/
theorem beside_neg {z : Int} (hz : z = 1 ∨ z = -1) (p : Int) (j : Nat) :
    p + z + z * j = p - -z * (j + 1) ∧
      p + z - z * (((j + 1 : Nat) : Int) + 1) = p + -z * ((j + 1 : Nat) : Int) := by
  rcases hz with rfl | rfl <;> constructor <;> omega

/-- A step. -/
theorem Stands.step {M : Machine n k} {c : Config n k} {q f q' s e : Nat} {B A : List Nat}
    (h : Stands c q f B (s :: A)) (he : codeOf n k M.table q s = e) (hq' : e / k / 2 = q' + 1) :
    (e / k % 2 = f → Stands (M.step c) q' (e / k % 2) (e % k :: B) A) ∧
      (e / k % 2 ≠ f → Stands (M.step c) q' (e / k % 2) (e % k :: A) B) := by
  have hread : (c.tape c.head).val = s := by
    have := h.ahead 0
    rw [show c.head + Rules.ahead f * ((0 : Nat) : Int) = c.head by omega] at this
    exact this
  obtain ⟨hstate, hhead, hcells⟩ := Machine.step_of_code (M := M) h.state (hread.symm ▸ he)
  have hmod : e / k % 2 < 2 := Nat.mod_lt _ Nat.zero_lt_two
  have hhead : (M.step c).head = c.head + Rules.ahead (e / k % 2) := hhead
  have hz := ahead_cases (e / k % 2)
  generalize e / k % 2 = f' at hhead hmod hz
  have hnew : ((M.step c).tape ((M.step c).head - Rules.ahead f' * ((0 : Nat) + 1))).val =
      e % k := by
    rw [hcells, hhead, (beside hz c.head 0).2.2.1, if_pos rfl]
  constructor
  · rintro rfl
    refine ⟨hstate.trans hq', hmod, fun j => ?_, fun j => ?_⟩
    · have hj := beside hz c.head j
      rw [hcells, hhead, if_neg hj.2.1, hj.1]
      exact h.ahead (j + 1)
    · cases j with
      | zero => exact hnew
      | succ j =>
        have hj := beside hz c.head j
        rw [hcells, hhead, if_neg hj.2.2.2.2, hj.2.2.2.1]
        exact h.behind j
  · intro hne
    have hother := ahead_of_ne h.facing hmod hne
    refine ⟨hstate.trans hq', hmod, fun j => ?_, fun j => ?_⟩
    · rw [hcells, hhead, if_neg (beside hz c.head j).2.1, (beside_neg hz c.head j).1, ← hother]
      exact h.behind j
    · cases j with
      | zero => exact hnew
      | succ j =>
        rw [hcells, hhead, if_neg (beside hz c.head j).2.2.2.2, (beside_neg hz c.head j).2,
          ← hother]
        exact h.ahead (j + 1)

/-- A run through some cells, whatever lies beyond them. -/
theorem Stands.walk {M : Machine n k} {c : Config n k} {fuel q f t : Nat} {b a B A : List Nat}
    {x : Exit} (h : Stands c q f (b ++ B) (a ++ A))
    (hx : Rules.walk n k M.table fuel q f b a t = some x) :
    ∃ d, x.time = t + d ∧ (x.facing = f → Stands (M.run d c) x.state f (x.behind ++ B) A) ∧
      (x.facing ≠ f → Stands (M.run d c) x.state x.facing (x.behind ++ A) B) := by
  induction fuel generalizing c q f t b a B A with
  | zero => cases hx
  | succ fuel ih =>
    cases a with
    | nil =>
      have hx : some (Exit.mk q f b t) = some x := hx
      cases hx
      exact ⟨0, rfl, fun _ => h, fun hne => absurd rfl hne⟩
    | cons s a =>
      have hunfold : Rules.walk n k M.table (fuel + 1) q f b (s :: a) t =
        Nat.rec (motive := fun _ => Option Exit) none
          (fun q' _ => Bool.rec (motive := fun _ => Option Exit)
            (Rules.walk n k M.table fuel q' (codeOf n k M.table q s / k % 2)
              (codeOf n k M.table q s % k :: a) b (t + 1))
            (Rules.walk n k M.table fuel q' (codeOf n k M.table q s / k % 2)
              (codeOf n k M.table q s % k :: b) a (t + 1))
            (Nat.beq (codeOf n k M.table q s / k % 2) f))
          (codeOf n k M.table q s / k / 2) := rfl
      rw [hunfold] at hx
      generalize he : codeOf n k M.table q s = e at hx
      cases hq' : e / k / 2 with
      | zero => rw [hq'] at hx; cases hx
      | succ q' =>
        rw [hq'] at hx
        have hf := h.facing
        have hstep := Stands.step (M := M) (A := a ++ A) h he hq'
        have hmod : e / k % 2 < 2 := Nat.mod_lt _ Nat.zero_lt_two
        have htime : ∀ d, x.time = t + 1 + d → x.time = t + (d + 1) := fun d hd => by
          rw [hd, Nat.add_assoc, Nat.add_comm 1]
        cases hdir : Nat.beq (e / k % 2) f with
        | true =>
          simp only [hdir] at hx
          have hdir := Nat.eq_of_beq_eq_true hdir
          obtain ⟨d, hd, hsame, hother⟩ := ih (b := e % k :: b) (hstep.1 hdir) hx
          refine ⟨d + 1, htime d hd, fun hf => ?_, fun hf => ?_⟩
          · rw [hdir] at hsame
            exact hsame hf
          · rw [hdir] at hother
            exact hother hf
        | false =>
          simp only [hdir] at hx
          have hdir := Nat.ne_of_beq_eq_false hdir
          obtain ⟨d, hd, hsame, hother⟩ := ih (b := e % k :: a) (hstep.2 hdir) hx
          generalize e / k % 2 = f' at hdir hmod hsame hother
          refine ⟨d + 1, htime d hd, fun hxf => ?_, fun hxf => ?_⟩
          · have := hother fun heq => hdir (heq.symm.trans hxf)
            rw [hxf] at this
            exact this
          · by_cases hxf' : x.facing = f'
            · have := hsame hxf'
              rw [← hxf'] at this
              exact this
            · -- The run ends facing one way or the other.
              exact absurd (eq_of_ne hf hmod (hother hxf').facing hdir hxf) hxf'

/-- **Crossing any number of copies of a word**, by induction, with the cells `u` carried along. -/
theorem cross {M : Machine n k} {fuel q f t : Nat} {u w w' : List Nat}
    (hx : walk n k M.table fuel q f u w 0 = some ⟨q, f, u ++ w', t⟩) (copies : Nat)
    {c : Config n k} {B A : List Nat} (h : Stands c q f (u ++ B) (rep w copies ++ A)) :
    Stands (M.run (t * copies) c) q f (u ++ (rep w' copies ++ B)) A := by
  induction copies generalizing c B with
  | zero => exact h
  | succ copies ih =>
    rw [rep, List.append_assoc] at h
    obtain ⟨d, hd, hsame, -⟩ := h.walk hx
    have hnow : Stands (M.run d c) q f (u ++ w' ++ B) (rep w copies ++ A) := hsame rfl
    have hd : t = 0 + d := hd
    rw [Nat.zero_add] at hd
    subst hd
    rw [List.append_assoc] at hnow
    have := ih hnow
    rw [← Machine.run_add, ← List.append_assoc (rep w' copies), rep_comm] at this
    rw [Nat.mul_succ, Nat.add_comm, rep]
    exact this

/-- The stage is true of the configuration, for a value of the parameter. -/
def Stage.Is (x : Stage) (m : Nat) (c : Config n k) : Prop :=
  Stands c x.state x.facing (cells m x.behind) (cells m x.ahead)

/-- The number of steps so far. -/
def Stage.time (x : Stage) (m : Nat) : Nat := x.slope * m + x.constant

variable {M : Machine n k} {c : Config n k} {m : Nat} {x y : Stage}

/-- What is computed of a step is so, for the value `m` of the parameter. -/
theorem stepOn_sound {s : Nat} {rest : List Item}
    (h : Stands c x.state x.facing (cells m x.behind) (s :: cells m rest))
    (hy : stepOn n k M.table x s rest = some y) :
    y.Is m (M.run 1 c) ∧ y.time m = x.time m + 1 := by
  have hunfold : stepOn n k M.table x s rest =
    Nat.rec (motive := fun _ => Option Stage) none
      (fun q' _ => Bool.rec (motive := fun _ => Option Stage)
        (some ⟨q', codeOf n k M.table x.state s / k % 2,
          pushCell (codeOf n k M.table x.state s % k) rest, x.behind, x.slope, x.constant + 1⟩)
        (some ⟨q', codeOf n k M.table x.state s / k % 2,
          pushCell (codeOf n k M.table x.state s % k) x.behind, rest, x.slope, x.constant + 1⟩)
        (Nat.beq (codeOf n k M.table x.state s / k % 2) x.facing))
      (codeOf n k M.table x.state s / k / 2) := rfl
  rw [hunfold] at hy
  generalize he : codeOf n k M.table x.state s = e at hy
  cases hq' : e / k / 2 with
  | zero => rw [hq'] at hy; cases hy
  | succ q' =>
    rw [hq'] at hy
    have hstep := Stands.step (M := M) h he hq'
    cases hdir : Nat.beq (e / k % 2) x.facing with
    | true =>
      simp only [hdir] at hy
      cases hy
      exact ⟨(hstep.1 (Nat.eq_of_beq_eq_true hdir)).congr (cells_pushCell m _ _).symm
        (Same.refl _), rfl⟩
    | false =>
      simp only [hdir] at hy
      cases hy
      exact ⟨(hstep.2 (Nat.ne_of_beq_eq_false hdir)).congr (cells_pushCell m _ _).symm
        (Same.refl _), rfl⟩

/-- What is computed of the crossing of a repeated word is so, for the value `m` of the
parameter. -/
theorem crossWith_sound {w : List Nat} {a count : Nat} {rest : List Item}
    (h : Stands c x.state x.facing (cells m x.behind) (rep w (a * m) ++ cells m rest))
    (hy : crossWith n k M.table x w a rest count = some y) :
    ∃ t, y.Is m (M.run t c) ∧ y.time m = x.time m + t := by
  have hunfold : crossWith n k M.table x w a rest count =
    Option.rec (motive := fun _ => Option Stage) none
      (fun taken =>
        Option.rec (motive := fun _ => Option Stage) none
          (fun out => Bool.rec (motive := fun _ => Option Stage) none
            (Bool.rec (motive := fun _ => Option Stage) none
              (Option.rec (motive := fun _ => Option Stage) none
                (fun w' => some ⟨x.state, x.facing, pushCells taken.1 (pushBlock a taken.2 w'),
                  rest, x.slope + out.time * a, x.constant⟩)
                (afterPrefix taken.1 out.behind))
              (Nat.beq out.facing x.facing))
            (Nat.beq out.state x.state))
          (walk n k M.table 1000 x.state x.facing taken.1 w 0))
      (takeCells count x.behind) := rfl
  rw [hunfold] at hy
  cases htaken : takeCells count x.behind with
  | none => rw [htaken] at hy; cases hy
  | some taken =>
  obtain ⟨u, side⟩ := taken
  rw [htaken] at hy
  simp only at hy
  cases hwalk : walk n k M.table 1000 x.state x.facing u w 0 with
  | none => rw [hwalk] at hy; cases hy
  | some out =>
  obtain ⟨q, f, behind, t⟩ := out
  rw [hwalk] at hy
  cases hq : Nat.beq q x.state with
  | false => simp only [hq] at hy <;> cases hy
  | true =>
  cases hf : Nat.beq f x.facing with
  | false => simp only [hq, hf] at hy <;> cases hy
  | true =>
  cases hafter : afterPrefix u behind with
  | none => simp only [hq, hf, hafter] at hy <;> cases hy
  | some w' =>
  simp only [hq, hf, hafter] at hy
  obtain rfl := Nat.eq_of_beq_eq_true hq
  obtain rfl := Nat.eq_of_beq_eq_true hf
  obtain rfl := eq_of_afterPrefix hafter
  cases hy
  refine ⟨t * (a * m), ?_, ?_⟩
  · have := cross hwalk (a * m) (h.congr (cells_takeCells (m := m) htaken).symm (Same.refl _))
    refine this.congr ?_ (Same.refl _)
    exact (((cells_pushBlock m a side w').append u).symm).trans (cells_pushCells m u _).symm
  · show (x.slope + t * a) * m + x.constant = x.slope * m + x.constant + t * (a * m)
    rw [Nat.add_mul, Nat.mul_assoc]
    omega

/-- What is computed of a step or a crossing is so, for the value `m` of the parameter. -/
theorem advance_sound (h : x.Is m c) (hy : advance n k M.table x = some y) :
    ∃ t, y.Is m (M.run t c) ∧ y.time m = x.time m + t := by
  unfold Stage.Is at h
  unfold advance at hy
  cases hahead : x.ahead with
  | nil =>
    rw [hahead] at h hy
    exact ⟨1, stepOn_sound (rest := []) (h.congr (Same.refl _) same_zero.symm) hy⟩
  | cons item rest =>
    rw [hahead] at h hy
    cases item with
    | inl s => exact ⟨1, stepOn_sound h hy⟩
    | inr wa =>
      obtain ⟨w, a⟩ := wa
      have hall : ∀ tries count, crossing n k M.table x w a rest tries count = some y →
          ∃ t, y.Is m (M.run t c) ∧ y.time m = x.time m + t := by
        intro tries
        induction tries with
        | zero => intro count hy; cases hy
        | succ tries ih =>
          intro count hy
          have hunfold : crossing n k M.table x w a rest (tries + 1) count =
            Option.rec (motive := fun _ => Option Stage)
              (crossing n k M.table x w a rest tries (count + 1)) some
              (crossWith n k M.table x w a rest count) := rfl
          rw [hunfold] at hy
          cases hwith : crossWith n k M.table x w a rest count with
          | none => rw [hwith] at hy; exact ih _ hy
          | some z =>
            rw [hwith] at hy
            cases hy
            exact crossWith_sound h hwith
      exact hall 9 0 hy

/-- Sides that are found the same are equal. -/
theorem eq_of_sameSide {xs ys : List Item} (h : sameSide xs ys = true) : xs = ys := by
  induction xs generalizing ys with
  | nil =>
    cases ys with
    | nil => rfl
    | cons => cases h
  | cons x xs ih =>
    cases ys with
    | nil => cases h
    | cons y ys =>
      cases x with
      | inl s =>
        cases y with
        | inr => cases h
        | inl s' =>
          have hunfold : sameSide (.cell s :: xs) (.cell s' :: ys) =
            Bool.rec (motive := fun _ => Bool) false (sameSide xs ys) (Nat.beq s s') := rfl
          rw [hunfold] at h
          cases hs : Nat.beq s s' with
          | false => rw [hs] at h; cases h
          | true => rw [hs] at h; rw [Nat.eq_of_beq_eq_true hs, ih h]
      | inr va =>
        obtain ⟨v, a⟩ := va
        cases y with
        | inl => cases h
        | inr wb =>
          obtain ⟨w, b⟩ := wb
          have hunfold : sameSide (.block v a :: xs) (.block w b :: ys) =
            Bool.rec (motive := fun _ => Bool) false
              (Bool.rec (motive := fun _ => Bool) false (sameSide xs ys) (sameWord v w))
              (Nat.beq a b) := rfl
          rw [hunfold] at h
          cases hab : Nat.beq a b with
          | false => rw [hab] at h; cases h
          | true =>
          cases hvw : sameWord v w with
          | false => rw [hab, hvw] at h; cases h
          | true =>
            rw [hab, hvw] at h
            rw [Nat.eq_of_beq_eq_true hab, eq_of_sameWord hvw, ih h]

/-- A stage that is found the same is true of the same configuration. -/
theorem Stage.Is.of_same (h : x.Is m c) (hxy : x.same y = true) : y.Is m c := by
  unfold same at hxy
  cases hq : Nat.beq x.state y.state with
  | false => rw [hq] at hxy; cases hxy
  | true =>
  cases hf : Nat.beq x.facing y.facing with
  | false => rw [hq, hf] at hxy; cases hxy
  | true =>
  cases hahead : sameSide x.ahead y.ahead with
  | false => rw [hq, hf, hahead] at hxy; cases hxy
  | true =>
  rw [hq, hf, hahead] at hxy
  unfold Stage.Is at h ⊢
  rw [← Nat.eq_of_beq_eq_true hq, ← Nat.eq_of_beq_eq_true hf, ← eq_of_sameSide hahead,
    ← eq_of_sameSide hxy]
  exact h

/-- If a stage is found to arrive at another, the machine does, for the value `m` of the parameter,
and takes as long as is computed. -/
theorem arrives_sound {fuel : Nat} (h : x.Is m c) (hy : arrives n k M.table y fuel x = true) :
    ∃ t, y.Is m (M.run t c) ∧ y.time m = x.time m + t := by
  induction fuel generalizing c x with
  | zero => cases hy
  | succ fuel ih =>
    have hunfold : arrives n k M.table y (fuel + 1) x =
      Bool.rec (motive := fun _ => Bool)
        (Option.rec (motive := fun _ => Bool) false (arrives n k M.table y fuel)
          (advance n k M.table x))
        (Bool.rec (motive := fun _ => Bool) false (Nat.beq x.constant y.constant)
          (Nat.beq x.slope y.slope)) (x.same y) := rfl
    rw [hunfold] at hy
    cases hsame : x.same y with
    | true =>
      simp only [hsame] at hy
      cases hslope : Nat.beq x.slope y.slope with
      | false => simp only [hslope] at hy <;> cases hy
      | true =>
        simp only [hslope] at hy
        refine ⟨0, h.of_same hsame, ?_⟩
        simp only [Stage.time, Nat.eq_of_beq_eq_true hslope, Nat.eq_of_beq_eq_true hy]
        rfl
    | false =>
      simp only [hsame] at hy
      cases hnext : advance n k M.table x with
      | none => rw [hnext] at hy; cases hy
      | some z =>
        rw [hnext] at hy
        obtain ⟨t, hz, ht⟩ := advance_sound h hnext
        obtain ⟨t', hy', ht'⟩ := ih hz hy
        refine ⟨t + t', ?_, by omega⟩
        rw [Machine.run_add]
        exact hy'

end BusyBeaver.Rules

namespace BusyBeaver

/-- The number `a * m + b`, so written that it is `b`, `m`, `m + b` or `a * m` where it can be. -/
def linear (a b m : Nat) : Nat :=
  match a, b with
  | 0, b => b
  | 1, 0 => m
  | 1, b + 1 => m + (b + 1)
  | a + 2, 0 => (a + 2) * m
  | a + 2, b + 1 => (a + 2) * m + (b + 1)

/-- The number is `a * m + b`. -/
theorem linear_eq (a b m : Nat) : linear a b m = a * m + b := by
  match a, b with
  | 0, b => exact (by rw [Nat.zero_mul, Nat.zero_add] : b = 0 * m + b)
  | 1, 0 => exact (Nat.one_mul m).symm
  | 1, b + 1 => exact congrArg (· + (b + 1)) (Nat.one_mul m).symm
  | a + 2, 0 => rfl
  | a + 2, b + 1 => rfl

/-- A family of configurations. The rows are from left to right; `(w, a, b)` is the word `w`,
repeated `a * m + b` times. -/
abbrev Family (n k : Nat) := (Fin n) × Dir × (List (List (Fin k) × Nat × Nat)) × (List (List (Fin k) × Nat × Nat))

abbrev Family.mk {n k : Nat} (state : Fin n) (facing : Dir) (left : List (List (Fin k) × Nat × Nat)) (right : List (List (Fin k) × Nat × Nat)) : Family n k := (state, facing, left, right)

abbrev Family.state {n k : Nat} (whole : Family n k) :
    Fin n := whole.1

abbrev Family.facing {n k : Nat} (whole : Family n k) :
    Dir := whole.2.1

abbrev Family.left {n k : Nat} (whole : Family n k) :
    List (List (Fin k) × Nat × Nat) := whole.2.2.1

abbrev Family.right {n k : Nat} (whole : Family n k) :
    List (List (Fin k) × Nat × Nat) := whole.2.2.2

/-- A row for a value of the parameter. -/
def rowAt {k : Nat} (m : Nat) : List (List (Fin k) × Nat × Nat) → List (List (Fin k) × Nat)
  | [] => []
  | (w, a, b) :: row => (w, linear a b m) :: rowAt m row

/-- The configuration of a family for a value of the parameter. -/
noncomputable def Family.at {n k : Nat} [NeZero k] (F : Family n k) (m : Nat) : Config n k :=
  .rows F.state F.facing (rowAt m F.left) (rowAt m F.right)

end BusyBeaver

namespace BusyBeaver.Rules

/-- A row of symbols as one of numbers, `shift` added to the parameter. -/
noncomputable def rowOf {k : Nat} (shift : Nat) : List (List (Fin k) × Nat × Nat) → List (List Nat × Nat × Nat)
  | [] => []
  | (w, a, b) :: row => (w.map Fin.val, a, a * shift + b) :: rowOf shift row

/-- A row from right to left. -/
noncomputable def backwards : List (List Nat × Nat × Nat) → List (List Nat × Nat × Nat)
  | [] => []
  | (w, a, b) :: row => backwards row ++ [(w.reverse, a, b)]

/-- A family as a stage, `shift` added to the parameter. -/
noncomputable def stageOf {n k : Nat} (F : Family n k) (shift slope constant : Nat) : Stage :=
  Dir.rec (motive := fun _ => Stage)
    ⟨F.state.val, 0, sideOf (rowOf shift F.right), sideOf (backwards (rowOf shift F.left)), slope,
      constant⟩
    ⟨F.state.val, 1, sideOf (backwards (rowOf shift F.left)), sideOf (rowOf shift F.right), slope,
      constant⟩
    F.facing

variable {n k : Nat}

/-- The cells of two rows, one after the other, are those of both. -/
theorem spelled_append (m : Nat) (xs ys : List (List Nat × Nat × Nat)) :
    spelled m (xs ++ ys) = spelled m xs ++ spelled m ys := by
  induction xs with
  | nil => rfl
  | cons entry xs ih => rw [List.cons_append, spelled, spelled, ih, List.append_assoc]

/-- Copies of a word, reversed, are copies of the reversed word. -/
theorem reverse_rep (w : List Nat) (t : Nat) : (rep w t).reverse = rep w.reverse t := by
  induction t with
  | zero => rfl
  | succ t ih => rw [rep, List.reverse_append, ih, rep_comm, rep]

/-- The cells of a row from right to left are those of the row, reversed. -/
theorem spelled_backwards (m : Nat) (row : List (List Nat × Nat × Nat)) :
    spelled m (backwards row) = (spelled m row).reverse := by
  induction row with
  | nil => rfl
  | cons entry row ih =>
    obtain ⟨w, a, b⟩ := entry
    have hone : spelled m [(w.reverse, a, b)] = rep w.reverse (a * m + b) := List.append_nil _
    rw [backwards, spelled_append, ih, hone, spelled, List.reverse_append, reverse_rep]

/-- The cells of a row of symbols, as numbers, are those of the row of numbers. -/
theorem spelled_rowOf (m shift : Nat) (row : List (List (Fin k) × Nat × Nat)) :
    spelled m (rowOf shift row) = (Config.spell (rowAt (m + shift) row)).map Fin.val := by
  induction row with
  | nil => rfl
  | cons entry row ih =>
    obtain ⟨w, a, b⟩ := entry
    have hrep : ∀ t, rep (w.map Fin.val) t = (List.replicate t w).flatten.map Fin.val := by
      intro t
      induction t with
      | zero => rfl
      | succ t ih => rw [List.replicate_succ, List.flatten_cons, List.map_append, rep, ih]
    rw [rowOf, spelled, ih, rowAt, Config.spell, List.map_append, hrep, linear_eq]
    congr 4
    rw [Nat.mul_add, Nat.add_assoc]

/-- The symbols of a list as numbers, blank beyond its end. -/
theorem getD_map [NeZero k] (xs : List (Fin k)) (j : Nat) :
    (xs.getD j 0).val = (xs.map Fin.val).getD j 0 := by
  induction xs generalizing j with
  | nil => rfl
  | cons x xs ih =>
    cases j with
    | zero => rfl
    | succ j => exact ih j

/-- A family is a stage. -/
theorem stageOf_is [NeZero k] (F : Family n k) (shift slope constant m : Nat) :
    (stageOf F shift slope constant).Is m (F.at (m + shift)) := by
  have hright : ∀ j : Nat, ((F.at (m + shift)).tape j).val =
      (cells m (sideOf (rowOf shift F.right))).getD j 0 := by
    intro j
    rw [cells_sideOf, spelled_rowOf, ← getD_map]
    simp only [Family.at, Config.rows]
    rw [if_pos (by omega), Int.toNat_natCast]
  have hleft : ∀ j : Nat, ((F.at (m + shift)).tape (-1 - j)).val =
      (cells m (sideOf (backwards (rowOf shift F.left)))).getD j 0 := by
    intro j
    rw [cells_sideOf, spelled_backwards, spelled_rowOf, ← List.map_reverse, ← getD_map]
    simp only [Family.at, Config.rows]
    rw [if_neg (by omega), show (-1 - (-1 - (j : Int))).toNat = j by omega]
  have hstate : stateCode (F.at (m + shift)).state = F.state.val + 1 := rfl
  unfold stageOf Stage.Is
  cases hfacing : F.facing with
  | left =>
    have hhead : (F.at (m + shift)).head = -1 := by
      show (match F.facing with | .left => -1 | .right => 0 : Int) = -1
      rw [hfacing]
    refine ⟨hstate, Nat.zero_lt_two, fun j => ?_, fun j => ?_⟩
    · have := hleft j
      simp only [ahead, if_true]
      rw [hhead, show (-1 : Int) + -1 * j = -1 - j by omega]
      exact this
    · have := hright j
      simp only [ahead, if_true]
      rw [hhead, show (-1 : Int) - -1 * (j + 1) = j by omega]
      exact this
  | right =>
    have hhead : (F.at (m + shift)).head = 0 := by
      show (match F.facing with | .left => -1 | .right => 0 : Int) = 0
      rw [hfacing]
    refine ⟨hstate, Nat.one_lt_two, fun j => ?_, fun j => ?_⟩
    · have := hright j
      simp only [ahead, if_neg Nat.one_ne_zero]
      rw [hhead, show (0 : Int) + 1 * j = j by omega]
      exact this
    · have := hleft j
      simp only [ahead, if_neg Nat.one_ne_zero]
      rw [hhead, show (0 : Int) - 1 * (j + 1) = -1 - j by omega]
      exact this

/-- Configurations of the same stage differ in their place on the tape only. -/
theorem Stage.Is.exists_shift {x : Stage} {m : Nat} {c d : Config n k} (hc : x.Is m c)
    (hd : x.Is m d) : ∃ s, c = d.shift s := by
  have hstate : c.state = d.state := by
    have h := hc.state.trans hd.state.symm
    cases hcs : c.state with
    | none =>
      cases hds : d.state with
      | none => rfl
      | some q => rw [hcs, hds] at h; cases h
    | some p =>
      cases hds : d.state with
      | none => rw [hcs, hds] at h; cases h
      | some q => rw [hcs, hds] at h; exact congrArg some (Fin.ext (Nat.succ.inj h))
  have htape : c.tape = fun i => d.tape (i - (c.head - d.head)) := by
    funext i
    apply Fin.ext
    have hcut : (∃ j : Nat, i = c.head + Rules.ahead x.facing * j) ∨
        ∃ j : Nat, i = c.head - Rules.ahead x.facing * ((j : Int) + 1) := by
      unfold Rules.ahead
      by_cases hf : x.facing = 0
      · rw [if_pos hf]
        by_cases hi : i ≤ c.head
        · exact .inl ⟨(c.head - i).toNat, by omega⟩
        · exact .inr ⟨(i - c.head - 1).toNat, by omega⟩
      · rw [if_neg hf]
        by_cases hi : c.head ≤ i
        · exact .inl ⟨(i - c.head).toNat, by omega⟩
        · exact .inr ⟨(c.head - i - 1).toNat, by omega⟩
    rcases hcut with ⟨j, rfl⟩ | ⟨j, rfl⟩
    · rw [hc.ahead j, ← hd.ahead j]
      congr 2
      omega
    · rw [hc.behind j, ← hd.behind j]
      congr 2
      omega
  refine ⟨c.head - d.head, ?_⟩
  exact Config.ext hstate (by show c.head = d.head + (c.head - d.head); omega) htape

end BusyBeaver.Rules

namespace BusyBeaver.Machine

variable {n k : Nat} {M : Machine n k} {c d e : Config n k}

/-- Computes whether the family `F` leads to the family `G` in `a * m + b` steps. -/
noncomputable def reachesCheck {n k : Nat} (M : Machine n k) (F G : Family n k)
    (a b fuel : Nat) : Bool :=
  eager M.table fun table =>
  Rules.arrives n k table (Rules.stageOf G 0 a b) fuel (Rules.stageOf F 0 0 0)

variable {F G : Family n k}

/-- A stage that is made of a family begins at time `0`. -/
theorem time_stageOf (F : Family n k) (m : Nat) : (Rules.stageOf F 0 0 0).time m = 0 := by
  unfold Rules.stageOf
  cases F.facing <;> exact Nat.zero_mul m

variable [NeZero k]

/-- If a stage is found to arrive at a family, the machine reaches the configuration of the family
for the parameter `m + shift`, in the time that was given. -/
theorem reaches_of_arrives {x : Rules.Stage} {shift a b fuel m : Nat} (hx : x.Is m c)
    (hzero : x.time m = 0)
    (h : Rules.arrives n k M.table (Rules.stageOf G shift a b) fuel x = true) :
    M.Reaches c (G.at (m + shift)) (linear a b m) := by
  obtain ⟨t, hreached, ht⟩ := Rules.arrives_sound hx h
  obtain ⟨s, hs⟩ := hreached.exists_shift (Rules.stageOf_is G shift a b m)
  have htime : (Rules.stageOf G shift a b).time m = linear a b m := by
    rw [linear_eq]
    unfold Rules.stageOf
    cases G.facing <;> rfl
  rw [hzero, Nat.zero_add, htime] at ht
  rw [ht]
  unfold Reaches
  exact ⟨s, hs⟩

/-- **From one family to another, by computation**:
`Machine.reaches_of_check (F := …) (G := …) (a := …) (b := …) (fuel := …) (by decide +kernel) m`. -/
theorem reaches_of_check {a b fuel : Nat} (h : M.reachesCheck F G a b fuel = true) (m : Nat) :
    M.Reaches (F.at m) (G.at m) (linear a b m) := by
  unfold reachesCheck at h
  rw [eager_eq] at h
  exact reaches_of_arrives (Rules.stageOf_is F 0 0 0 m) (time_stageOf F m) h

end BusyBeaver.Machine

/-- For every natural number m, let C(m) be the configuration in state C with the tape `(01)^{m +
1} |` and the head on the first cell to the right of the bar, and let D(m) be the configuration
in state C with the tape `(101)^{1} | (10)^{m}` and the head on the first cell to the right of
the bar. Then, for every m, exactly 2 * m + 9 steps lead the machine from C(m) to D(m). -/
theorem reaches_0RB1LC_1RC1RZ_0LA0RC_bare : ∀ m, machine.Reaches (C m) (D m) (2 * m + 9) :=
  Machine.reaches_of_check
    (F := ⟨2, .right, [([0, 1], 1, 1)], []⟩)
    (G := ⟨2, .right, [([1, 0, 1], 0, 1)], [([1, 0], 1, 0)]⟩)
    (a := 2) (b := 9) (fuel := 2002) (by decide +kernel)
