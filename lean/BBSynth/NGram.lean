module

public import BBSynth.Table
public import BBSynth.Closed

/-!
# Closed sets of n-grams

The tape is seen through windows. A *description* is a state, the cell under the head, and the
cells of a window on either side of it; of all that is further out it is only known that each window
there is in a set, one for the left and one for the right. When the head moves, the window before it
moves on by one cell, to one of that set; the cell that is left goes into the window behind it, and
the window that was there, now further out, has to be in the other set.

Cells may be told apart by more than their symbols: the *label* of a cell is its symbol and its
history, which is the last so many pairs of state and symbol with which the head has left it.
Labels and windows are numbers; a blank cell that was never left has the label `0`.

The two sets are collected first, without proof: whatever they are, `explore` decides whether the
descriptions are closed under steps.

## Main definitions

* `BBSynth.Machine.ngramCheck`: collects the sets, and computes whether the descriptions are closed

## Main results

* `BBSynth.Windows.step_describes`: a step leads to a description that comes next
* `BBSynth.Machine.neverHalts_of_ngramCPS`: what a problem's proof uses
-/

@[expose] public section

namespace BBSynth

/-! ### The computation -/

/-- How a description goes on: with a halt, or with a move of the head, to the right or not. The
numbers are the window behind the head, which has to be in a set, and of the next description the
state, the label under the head, the window behind it, and the window before it without its last
cell. -/
abbrev Move := Option (Bool × Nat × Nat × Nat × Nat × Nat)

namespace Move

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

end Move

/-- The numbers that a computation with windows needs: states, symbols and the table; how many
pairs, histories and labels there are, and how many windows on the left and on the right; these are
one cell shorter if they are called `short`. -/
structure Windows where
  n : Nat
  k : Nat
  table : Nat
  pairs : Nat
  histories : Nat
  labels : Nat
  lefts : Nat
  shortLefts : Nat
  rights : Nat
  shortRights : Nat

namespace Windows

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

/-! ### Collecting the sets -/

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

end Windows

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

/-! ### What a description says -/

/-- What is known of the labels on one side of the head, in the direction `d`: the nearest `m` are
`near`, and all that are one cell or more further out are in `far`. -/
structure Side (labels : Nat) (label : Int → Nat) (head d : Int) (m near : Nat) (far : List Nat) :
    Prop where
  near : packDigits labels (fun j => label (head + d * (j + 1))) m = near
  far : ∀ i : Nat, packDigits labels (fun j => label (head + d * (i + 2 + j))) m ∈ far

namespace Side

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

end Side

namespace Windows

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

variable {M : Machine n k} {left right history : Nat} {L R : List Nat} {x : Nat} {ys : List Nat}
  {c : Config n k}

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

end Windows

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

end BBSynth
