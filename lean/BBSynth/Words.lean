module

public import BBSynth.Block
public import BBSynth.Closed

/-!
# Repeated words

The tape is cut into words of equal length, and the head is at the edge of one. A *side*, all that
is on one side of the edge, is known as a list of words, nearest first, each with the number of
times that it is repeated; from a threshold on the number is no longer known, only that it is
reached. Behind the last word the tape is blank.

Going on, the machine takes the next word off the side that it faces, and runs until its head leaves
the word; the word as it then is goes onto the side from which the head has come. From a word that
is repeated often enough one copy may be taken and leave as many as before, or one less: so there
may be two descriptions that come next.

Words and sides are numbers. What a side says is simple: it is what becomes of the words on the
tape, put onto an empty side one after the other.

## Main definitions

* `BBSynth.Words.put`, `BBSynth.Words.rests`: a word put onto a side, and what may be left when it
  is taken off
* `BBSynth.Machine.repWLCheck`: computes whether the descriptions are closed

## Main results

* `BBSynth.Words.mem_rests`: taking off what was put on
* `BBSynth.Machine.neverHalts_of_repWL`: what a problem's proof uses
-/

@[expose] public section

namespace BBSynth

/-! ### The computation -/

/-- The block of `m + 1` cells with the digits of `w`. -/
noncomputable def Block.ofWord (k m : Nat) : Nat → Block :=
  Nat.rec (motive := fun _ => Nat → Block) .cell
    (fun _ tail w => eager (Nat.mod w k) fun s => .pair (.cell s) (tail (Nat.div w k))) m

/-- The number with the digits of the block and then those of `y`. -/
noncomputable def Block.toWord (k : Nat) : Block → Nat → Nat :=
  Block.rec (motive := fun _ => Nat → Nat) (fun s y => Nat.add s (Nat.mul k y))
    (fun _ _ a b y => a (b y))

/-- The numbers that a computation with words needs: states and symbols, how many `words` there are,
the `threshold`, how many `blocks` (a word and a number of times) there are, and a `limit` to
sides. -/
structure Words where
  n : Nat
  k : Nat
  words : Nat
  threshold : Nat
  blocks : Nat
  limit : Nat

namespace Words

/-- How often the nearest word of a side is repeated. -/
noncomputable def count (W : Words) (side : Nat) : Nat :=
  Nat.mod (Nat.div side W.words) (Nat.succ W.threshold)

/-- Puts a word onto a side. -/
noncomputable def put (W : Words) (w side : Nat) : Nat :=
  Bool.rec (motive := fun _ => Nat)
    (Bool.rec (motive := fun _ => Nat)
      (Nat.add (Nat.add w W.words) (Nat.mul W.blocks side))
      (Bool.rec (motive := fun _ => Nat) (Nat.add side W.words) side
        (Nat.beq (W.count side) W.threshold))
      (Bool.rec (motive := fun _ => Bool) false (Nat.beq (Nat.mod side W.words) w)
        (Nat.ble 1 (W.count side))))
    0 (Nat.beq (Nat.add w side) 0)

/-- What may be left when the nearest word is taken off a side. -/
noncomputable def rests (W : Words) (side : Nat) : List Nat :=
  Bool.rec (motive := fun _ => List Nat)
    (Bool.rec (motive := fun _ => List Nat) (Nat.sub side W.words :: [])
        (Nat.div side W.blocks :: []) (Nat.beq (W.count side) 1) ++
      Bool.rec (motive := fun _ => List Nat) [] (side :: [])
        (Nat.beq (W.count side) W.threshold))
    [0] (Nat.beq side 0)

/-- A description as a number: state, direction (`0` to the right, `1` to the left), and sides. -/
noncomputable def describe (W : Words) (q d l r : Nat) : Nat :=
  Nat.add q (Nat.mul W.n (Nat.add d (Nat.mul 2 (Nat.add l (Nat.mul W.limit r)))))

/-- The descriptions with state `q`, direction `d`, and sides `f x` and `g x` for all `x` in a list;
none if a side is too long. -/
noncomputable def emit (W : Words) (q d : Nat) (f g : Nat → Nat) : List Nat → Option (List Nat) :=
  List.rec (motive := fun _ => Option (List Nat)) (some [])
    fun x _ tail =>
      eager (f x) fun l =>
      Bool.rec (motive := fun _ => Option (List Nat)) none
        (Option.rec (motive := fun _ => Option (List Nat)) none
          (fun ys => eager (W.describe q d l (g x)) fun y => some (y :: ys)) tail)
        (Nat.ble (Nat.succ l) W.limit)

/-- The descriptions that come next, facing right. -/
noncomputable def nextRight (W : Words) (l r : Nat) : Passage → Option (List Nat) :=
  Passage.rec (motive := fun _ => Option (List Nat)) none (fun _ _ => none)
    (fun _ q b => eager (b.toWord W.k 0) fun w => W.emit q 1 (fun _ => l) (W.put w) (W.rests r))
    (fun _ q b => eager (b.toWord W.k 0) fun w =>
      W.emit q 0 (fun _ => W.put w l) (fun x => x) (W.rests r))

/-- The descriptions that come next, facing left. -/
noncomputable def nextLeft (W : Words) (l r : Nat) : Passage → Option (List Nat) :=
  Passage.rec (motive := fun _ => Option (List Nat)) none (fun _ _ => none)
    (fun _ q b => eager (b.toWord W.k 0) fun w =>
      W.emit q 1 (fun x => x) (fun _ => W.put w r) (W.rests l))
    (fun _ q b => eager (b.toWord W.k 0) fun w => W.emit q 0 (W.put w) (fun _ => r) (W.rests l))

/-- The descriptions that come next; `m + 1` is the length of the words. -/
noncomputable def next (W : Words) (pass : Pass) (m x : Nat) : Option (List Nat) :=
  eager (Nat.mod x W.n) fun q =>
  eager (Nat.div x W.n) fun x =>
  eager (Nat.mod x 2) fun d =>
  eager (Nat.div x 2) fun x =>
  eager (Nat.mod x W.limit) fun l =>
  eager (Nat.div x W.limit) fun r =>
  Nat.rec (motive := fun _ => Option (List Nat))
    (eager (Nat.mod r W.words) fun w => W.nextRight l r (pass .left q (.ofWord W.k m w)))
    (fun _ _ => eager (Nat.mod l W.words) fun w =>
      W.nextLeft l r (pass .right q (.ofWord W.k m w)))
    d

end Words

/-- The numbers for a machine, with words of `m + 1` cells. -/
noncomputable def Words.ofMachine (n k m threshold : Nat) : Words :=
  ⟨n, k, Nat.pow k (Nat.succ m), threshold, Nat.mul (Nat.pow k (Nat.succ m)) (Nat.succ threshold),
    Nat.pow (Nat.mul (Nat.pow k (Nat.succ m)) (Nat.succ threshold)) 64⟩

/-- Computes whether the descriptions are closed, with words of `m + 1` cells. -/
noncomputable def Words.closed (n k table m threshold : Nat) : Bool :=
  explore ((Words.ofMachine n k m threshold).next (pass n k table 1000 m) m) 1000000 [0] .empty

/-- Computes whether the descriptions of the machine by repeated words are closed under runs through
a word, with words of `length` cells, and numbers known up to `threshold`. -/
noncomputable def Machine.repWLCheck {n k : Nat} (M : Machine n k) (length threshold : Nat) :
    Bool :=
  Bool.rec (motive := fun _ => Bool) false
    (Nat.rec (motive := fun _ => Bool) false
      (fun m _ => eager M.table fun table => Words.closed n k table m threshold) length)
    (Nat.ble 1 threshold)

/-! ### Words and sides -/

/-- Equal numbers are found equal. -/
theorem Nat.beq_true {a b : Nat} (h : a = b) : Nat.beq a b = true := by
  subst h
  exact Nat.beq_refl a

/-- Different numbers are found different. -/
theorem Nat.beq_false {a b : Nat} (h : a ≠ b) : Nat.beq a b = false := by
  cases heq : Nat.beq a b with
  | false => rfl
  | true => exact absurd (Nat.eq_of_beq_eq_true heq) h

namespace Words

variable {W : Words} {w x side : Nat}

/-- If the nearest word is there once, what is below it may be left. -/
theorem div_mem_rests (hx : x ≠ 0) (h : W.count x = 1) : x / W.blocks ∈ W.rests x := by
  unfold rests
  rw [Nat.beq_false hx, Nat.beq_true h]
  exact List.mem_append_left _ List.mem_cons_self

/-- If the nearest word is there several times, one time less may be left. -/
theorem sub_mem_rests (hx : x ≠ 0) (h : W.count x ≠ 1) : x - W.words ∈ W.rests x := by
  unfold rests
  rw [Nat.beq_false hx, Nat.beq_false h]
  exact List.mem_append_left _ List.mem_cons_self

/-- If the nearest word is there so often that it is no longer counted, as much may be left. -/
theorem self_mem_rests (hx : x ≠ 0) (h : W.count x = W.threshold) : x ∈ W.rests x := by
  unfold rests
  rw [Nat.beq_false hx, Nat.beq_true h]
  exact List.mem_append_right _ List.mem_cons_self

/-- What makes sense of the numbers. -/
structure Good (W : Words) : Prop where
  words : 0 < W.words
  threshold : 1 ≤ W.threshold
  blocks : W.blocks = W.words * (W.threshold + 1)

/-- **Taking off what was put on.** The word is seen, and what was below may be left. -/
theorem mem_rests (hW : W.Good) (hw : w < W.words) :
    W.put w side % W.words = w ∧ side ∈ W.rests (W.put w side) := by
  have hT := hW.threshold
  have hunfold : W.put w side =
      Bool.rec (motive := fun _ => Nat)
        (Bool.rec (motive := fun _ => Nat) (w + W.words + W.blocks * side)
          (Bool.rec (motive := fun _ => Nat) (side + W.words) side
            (Nat.beq (W.count side) W.threshold))
          (Bool.rec (motive := fun _ => Bool) false (Nat.beq (side % W.words) w)
            (Nat.ble 1 (W.count side))))
        0 (Nat.beq (w + side) 0) := rfl
  rw [hunfold]
  by_cases hzero : w + side = 0
  · rw [Nat.beq_true hzero]
    obtain ⟨rfl, rfl⟩ : w = 0 ∧ side = 0 := by omega
    exact ⟨Nat.zero_mod _, List.mem_cons_self⟩
  rw [Nat.beq_false hzero]
  have hnew : (w + W.words + W.blocks * side) % W.words = w ∧
      side ∈ W.rests (w + W.words + W.blocks * side) := by
    have hsplit : w + W.words + W.blocks * side =
        w + W.words * (1 + (W.threshold + 1) * side) := by
      rw [hW.blocks, Nat.mul_add W.words 1, Nat.mul_one, Nat.mul_assoc, Nat.add_assoc]
    have hlt : w + W.words < W.blocks := by
      rw [hW.blocks]
      calc w + W.words < W.words * 2 := by omega
        _ ≤ W.words * (W.threshold + 1) := Nat.mul_le_mul_left _ (by omega)
    have hpos : 0 < W.blocks := by omega
    have hcount : W.count (w + W.words + W.blocks * side) = 1 := by
      show (w + W.words + W.blocks * side) / W.words % (W.threshold + 1) = 1
      rw [hsplit, Nat.add_mul_div_left _ _ hW.words, Nat.div_eq_of_lt hw, Nat.zero_add,
        Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt (by omega)]
    have hrest := div_mem_rests (by have := hW.words; omega) hcount
    rw [Nat.add_mul_div_left _ _ hpos, Nat.div_eq_of_lt hlt, Nat.zero_add] at hrest
    refine ⟨?_, hrest⟩
    rw [hsplit, Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt hw]
  cases hone : Nat.ble 1 (W.count side) with
  | false => exact hnew
  | true =>
    have hone := Nat.le_of_ble_eq_true hone
    by_cases hsame : side % W.words = w
    · have hpos : side ≠ 0 := by
        rintro rfl
        have : W.count 0 = 0 := by
          show 0 / W.words % (W.threshold + 1) = 0
          rw [Nat.zero_div, Nat.zero_mod]
        omega
      simp only [Nat.beq_true hsame]
      by_cases hfull : W.count side = W.threshold
      · rw [Nat.beq_true hfull]
        exact ⟨hsame, self_mem_rests hpos hfull⟩
      · rw [Nat.beq_false hfull]
        have hlt : W.count side < W.threshold := by
          have : W.count side < W.threshold + 1 := Nat.mod_lt _ (Nat.succ_pos _)
          omega
        have hcount : W.count (side + W.words) = W.count side + 1 := by
          show (side + W.words) / W.words % (W.threshold + 1) =
            side / W.words % (W.threshold + 1) + 1
          have : side / W.words % (W.threshold + 1) < W.threshold := hlt
          rw [Nat.add_div_right _ hW.words, Nat.add_mod,
            Nat.mod_eq_of_lt (a := 1) (by omega), Nat.mod_eq_of_lt (by omega)]
        have hrest := sub_mem_rests (W := W) (x := side + W.words) (by omega) (by omega)
        rw [Nat.add_sub_cancel] at hrest
        exact ⟨by show (side + W.words) % W.words = w; rw [Nat.add_mod_right, hsame], hrest⟩
    · simp only [Nat.beq_false hsame]
      exact hnew

/-- Each of the descriptions that are wanted is among those that are made, and its side is not too
long. -/
theorem mem_emit {q d : Nat} {f g : Nat → Nat} {xs ys : List Nat}
    (h : W.emit q d f g xs = some ys) (hx : x ∈ xs) :
    f x < W.limit ∧ W.describe q d (f x) (g x) ∈ ys := by
  induction xs generalizing ys with
  | nil => cases hx
  | cons y xs ih =>
    have hunfold : W.emit q d f g (y :: xs) =
      Bool.rec (motive := fun _ => Option (List Nat)) none
        (Option.rec (motive := fun _ => Option (List Nat)) none
          (fun ys => some (W.describe q d (f y) (g y) :: ys)) (W.emit q d f g xs))
        (Nat.ble (f y).succ W.limit) := rfl
    rw [hunfold] at h
    cases hle : Nat.ble (f y).succ W.limit with
    | false => rw [hle] at h; cases h
    | true =>
      rw [hle] at h
      cases htail : W.emit q d f g xs with
      | none => rw [htail] at h; cases h
      | some zs =>
        rw [htail] at h
        cases h
        rcases List.mem_cons.mp hx with rfl | hx
        · exact ⟨Nat.le_of_ble_eq_true hle, List.mem_cons_self⟩
        · have := ih htail hx
          exact ⟨this.1, List.mem_cons_of_mem _ this.2⟩

/-- Words put onto an empty side, the last of the list first. -/
noncomputable def sideOf (W : Words) : List Nat → Nat := List.foldr W.put 0

end Words

variable {n k : Nat}

/-- The block made of a word lies on the cells that hold the word. -/
theorem Block.ofWord_liesOn {tape : Int → Fin k} {m w : Nat} {p : Int}
    (h : packDigits k (fun j => (tape (p + j)).val) (m + 1) = w) :
    (Block.ofWord k m w).LiesOn tape p (p + (m + 1)) := by
  have hlt : ∀ i : Nat, (tape (p + i)).val < k := fun i => (tape (p + i)).isLt
  induction m generalizing p w with
  | zero =>
    refine ⟨by omega, ?_⟩
    rw [← h]
    show (tape p).val = (tape (p + ((0 : Nat) : Int))).val + k * 0
    rw [Nat.mul_zero, Nat.add_zero, show p + ((0 : Nat) : Int) = p from Int.add_zero p]
  | succ m ih =>
    refine ⟨p + 1, ⟨rfl, ?_⟩, ?_⟩
    · rw [← h]
      show (tape p).val = packDigits k (fun j => (tape (p + j)).val) (m + 1 + 1) % k
      rw [packDigits_succ_mod_self hlt, show p + ((0 : Nat) : Int) = p from Int.add_zero p]
    · have hrest : packDigits k (fun j => (tape (p + 1 + j)).val) (m + 1) = w / k := by
        rw [← h, packDigits_succ_div hlt]
        refine packDigits_congr fun j => ?_
        congr 2
        omega
      have := ih hrest fun i => (tape _).isLt
      rwa [show p + 1 + ((m : Int) + 1) = p + (((m + 1 : Nat) : Int) + 1) by omega] at this

/-- The word made of a block that lies on cells is what these hold, with what comes after as its
higher digits. -/
theorem Block.LiesOn.toWord {tape : Int → Fin k} {b : Block} {p e : Int} (h : b.LiesOn tape p e)
    (j : Nat) : b.toWord k (packDigits k (fun i => (tape (e + i)).val) j) =
      packDigits k (fun i => (tape (p + i)).val) ((e - p).toNat + j) := by
  induction b generalizing p e j with
  | cell s =>
    obtain ⟨rfl, hs⟩ := h
    rw [show (p + 1 - p).toNat + j = j + 1 by omega, packDigits]
    show s + k * _ = _
    rw [← hs]
    congr 2
    · exact congrArg tape (Int.add_zero p).symm
    · refine packDigits_congr fun i => ?_
      congr 2
      omega
  | pair a b iha ihb =>
    obtain ⟨m, ha, hb⟩ := h
    have hpm := ha.lt
    have hme := hb.lt
    show a.toWord k (b.toWord k _) = _
    rw [ihb hb, iha ha]
    congr 1
    omega

/-! ### What a description says -/

/-- The tape from `p` to the right: these words of `m + 1` cells, and then blanks. -/
def RightReads (m : Nat) (tape : Int → Fin k) : List Nat → Int → Prop
  | [], p => ∀ i, p ≤ i → (tape i).val = 0
  | w :: ws, p => packDigits k (fun j => (tape (p + j)).val) (m + 1) = w ∧
      RightReads m tape ws (p + (m + 1))

/-- The tape from before `p` to the left: these words of `m + 1` cells, and then blanks. -/
def LeftReads (m : Nat) (tape : Int → Fin k) : List Nat → Int → Prop
  | [], p => ∀ i, i < p → (tape i).val = 0
  | w :: ws, p => packDigits k (fun j => (tape (p - (m + 1) + j)).val) (m + 1) = w ∧
      LeftReads m tape ws (p - (m + 1))

/-- The number made of blanks is `0`. -/
theorem packDigits_blank {f : Nat → Nat} (h : ∀ i, f i = 0) (m : Nat) : packDigits k f m = 0 := by
  induction m generalizing f with
  | zero => rfl
  | succ m ih => rw [packDigits, h 0, ih fun i => h (i + 1), Nat.mul_zero]

/-- What is read to the right of a cell depends on the cells there only. -/
theorem RightReads.congr {m : Nat} {tape tape' : Int → Fin k} {ws : List Nat} {p : Int}
    (h : RightReads m tape ws p) (heq : ∀ i, p ≤ i → tape' i = tape i) :
    RightReads m tape' ws p := by
  induction ws generalizing p with
  | nil => exact fun i hi => by rw [heq i hi]; exact h i hi
  | cons w ws ih =>
    refine ⟨?_, ih h.2 fun i hi => heq i (by omega)⟩
    rw [← h.1]
    exact packDigits_congr fun j => by rw [heq _ (by omega)]

/-- What is read to the left of a cell depends on the cells there only. -/
theorem LeftReads.congr {m : Nat} {tape tape' : Int → Fin k} {ws : List Nat} {p : Int}
    (h : LeftReads m tape ws p) (heq : ∀ i, i < p → tape' i = tape i) :
    LeftReads m tape' ws p := by
  induction ws generalizing p with
  | nil => exact fun i hi => by rw [heq i hi]; exact h i hi
  | cons w ws ih =>
    refine ⟨?_, ih h.2 fun i hi => heq i (by omega)⟩
    rw [← h.1]
    exact packDigits_congr_lt fun j hj => by rw [heq _ (by omega)]

/-- The nearest word to the right can be taken off, and is on the cells. -/
theorem RightReads.take {W : Words} {m : Nat} {tape : Int → Fin k} {ws : List Nat} {p : Int}
    (h : RightReads m tape ws p) : ∃ w ws', W.sideOf ws = W.put w (W.sideOf ws') ∧
      packDigits k (fun j => (tape (p + j)).val) (m + 1) = w ∧
      RightReads m tape ws' (p + (m + 1)) := by
  cases ws with
  | nil =>
    exact ⟨0, [], rfl, packDigits_blank (fun j => h _ (by omega)) _, fun i hi => h i (by omega)⟩
  | cons w ws => exact ⟨w, ws, rfl, h.1, h.2⟩

/-- The nearest word to the left can be taken off, and is on the cells. -/
theorem LeftReads.take {W : Words} {m : Nat} {tape : Int → Fin k} {ws : List Nat} {p : Int}
    (h : LeftReads m tape ws p) : ∃ w ws', W.sideOf ws = W.put w (W.sideOf ws') ∧
      packDigits k (fun j => (tape (p - (m + 1) + j)).val) (m + 1) = w ∧
      LeftReads m tape ws' (p - (m + 1)) := by
  cases ws with
  | nil =>
    refine ⟨0, [], rfl, ?_, fun i hi => h i (by omega)⟩
    rw [packDigits_congr_lt (g := fun _ => 0) fun j hj => h _ (by omega)]
    exact packDigits_blank (fun _ => rfl) _
  | cons w ws => exact ⟨w, ws, rfl, h.1, h.2⟩

namespace Words

variable {W : Words} {M : Machine n k} {c : Config n k} {m q : Nat}

/-- A description that faces right, with the edge before the head, is true of a configuration. -/
structure FacesRight (W : Words) (m q l r : Nat) (c : Config n k) : Prop where
  state : stateCode c.state = q + 1
  left : ∃ ls, W.sideOf ls = l ∧ LeftReads m c.tape ls c.head
  right : ∃ rs, W.sideOf rs = r ∧ RightReads m c.tape rs c.head

/-- A description that faces left, with the edge behind the head, is true of a configuration. -/
structure FacesLeft (W : Words) (m q l r : Nat) (c : Config n k) : Prop where
  state : stateCode c.state = q + 1
  left : ∃ ls, W.sideOf ls = l ∧ LeftReads m c.tape ls (c.head + 1)
  right : ∃ rs, W.sideOf rs = r ∧ RightReads m c.tape rs (c.head + 1)

/-- The description `x` is true of a configuration. -/
def Describes (W : Words) (m x : Nat) (c : Config n k) : Prop :=
  ∃ q l r, l < W.limit ∧
    (x = W.describe q 0 l r ∧ W.FacesRight m q l r c ∨
      x = W.describe q 1 l r ∧ W.FacesLeft m q l r c)

/-- What comes next is described, after some steps in which the machine does not halt. -/
def Follows (W : Words) (m : Nat) (M : Machine n k) (c : Config n k) (ys : List Nat) : Prop :=
  ∃ t, 0 < t ∧ (∀ s, s < t → ¬ (M.run s c).Halted) ∧ ∃ y ∈ ys, W.Describes m y (M.run t c)

/-- The word that is on the tape after a passage. -/
theorem toWord_of_liesOn (hWk : W.k = k) {tape : Int → Fin k} {b : Block} {p e : Int}
    (hb : b.LiesOn tape p e) (he : e = p + (m + 1)) :
    packDigits k (fun j => (tape (p + j)).val) (m + 1) = b.toWord W.k 0 := by
  have h : b.toWord k 0 = packDigits k _ ((e - p).toNat + 0) := hb.toWord 0
  rw [hWk, h]
  congr 1
  omega

/-- What comes of a description that faces right is described, if the machine leaves the word to the
left. -/
theorem follows_right (hW : W.Good) (hWk : W.k = k) (hwords : W.words = k ^ (m + 1))
    {pass : Pass} (hpass : pass.Sound M) {l r : Nat} {ys : List Nat}
    (hc : W.FacesRight m q l r c)
    (hnext : W.nextRight l r (pass .left q (.ofWord W.k m (r % W.words))) = some ys) :
    W.Follows m M c ys := by
  obtain ⟨hq, ⟨ls, rfl, hls⟩, ⟨rs, rfl, hrs⟩⟩ := hc
  obtain ⟨w, rs', hside, hword, hrs'⟩ := hrs.take (W := W)
  have hw : w < W.words := by
    rw [hwords, ← hword]
    exact packDigits_lt (fun j => (c.tape _).isLt) _
  obtain ⟨hmod, hrest⟩ := mem_rests (side := W.sideOf rs') hW hw
  rw [hside] at hnext
  rw [hmod, hWk] at hnext
  have h := hpass (side := .left) hq (Block.ofWord_liesOn hword) rfl
  generalize pass .left q (.ofWord k m w) = passage at h hnext
  cases passage with
  | lost => cases hnext
  | halted => cases hnext
  | left t q' b =>
    obtain ⟨hin, hb, hq', hhead⟩ := h
    have hw' := toWord_of_liesOn hWk hb rfl
    obtain ⟨hlim, hmem⟩ := mem_emit hnext hrest
    refine ⟨t, Nat.pos_of_ne_zero ?_, hin.running, _, hmem, q', _, _, hlim, .inr ⟨rfl, hq',
      ⟨ls, rfl, ?_⟩, ⟨b.toWord W.k 0 :: rs', rfl, ?_, ?_⟩⟩⟩
    · rintro rfl
      rw [Machine.run_zero] at hhead
      omega
    · rw [hhead, Int.sub_add_cancel]
      exact hls.congr fun i hi => hin.outside i (.inl hi)
    · rw [hhead, Int.sub_add_cancel]
      exact hw'
    · rw [hhead, Int.sub_add_cancel]
      exact hrs'.congr fun i hi => hin.outside i (.inr hi)
  | right t q' b =>
    obtain ⟨hin, hb, hq', hhead⟩ := h
    have hw' := toWord_of_liesOn hWk hb rfl
    obtain ⟨hlim, hmem⟩ := mem_emit hnext hrest
    refine ⟨t, Nat.pos_of_ne_zero ?_, hin.running, _, hmem, q', _, _, hlim, .inl ⟨rfl, hq',
      ⟨b.toWord W.k 0 :: ls, rfl, ?_, ?_⟩, ⟨rs', rfl, ?_⟩⟩⟩
    · rintro rfl
      rw [Machine.run_zero] at hhead
      omega
    · rw [hhead, Int.add_sub_cancel]
      exact hw'
    · rw [hhead, Int.add_sub_cancel]
      exact hls.congr fun i hi => hin.outside i (.inl hi)
    · rw [hhead]
      exact hrs'.congr fun i hi => hin.outside i (.inr hi)

/-- What comes of a description that faces left is described, if the machine leaves the word to the
right. -/
theorem follows_left (hW : W.Good) (hWk : W.k = k) (hwords : W.words = k ^ (m + 1))
    {pass : Pass} (hpass : pass.Sound M) {l r : Nat} {ys : List Nat}
    (hc : W.FacesLeft m q l r c)
    (hnext : W.nextLeft l r (pass .right q (.ofWord W.k m (l % W.words))) = some ys) :
    W.Follows m M c ys := by
  obtain ⟨hq, ⟨ls, rfl, hls⟩, ⟨rs, rfl, hrs⟩⟩ := hc
  obtain ⟨w, ls', hside, hword, hls'⟩ := hls.take (W := W)
  generalize hp : c.head + 1 - (m + 1) = p at hword hls'
  have hend : c.head + 1 = p + (m + 1) := by omega
  rw [hend] at hrs
  have hw : w < W.words := by
    rw [hwords, ← hword]
    exact packDigits_lt (fun j => (c.tape _).isLt) _
  obtain ⟨hmod, hrest⟩ := mem_rests (side := W.sideOf ls') hW hw
  rw [hside] at hnext
  rw [hmod, hWk] at hnext
  have h := hpass (side := .right) hq (Block.ofWord_liesOn hword) (by show c.head = _ - 1; omega)
  generalize pass .right q (.ofWord k m w) = passage at h hnext
  cases passage with
  | lost => cases hnext
  | halted => cases hnext
  | left t q' b =>
    obtain ⟨hin, hb, hq', hhead⟩ := h
    have hw' := toWord_of_liesOn hWk hb rfl
    obtain ⟨hlim, hmem⟩ := mem_emit hnext hrest
    refine ⟨t, Nat.pos_of_ne_zero ?_, hin.running, _, hmem, q', _, _, hlim, .inr ⟨rfl, hq',
      ⟨ls', rfl, ?_⟩, ⟨b.toWord W.k 0 :: rs, rfl, ?_, ?_⟩⟩⟩
    · rintro rfl
      rw [Machine.run_zero] at hhead
      omega
    · rw [hhead, Int.sub_add_cancel]
      exact hls'.congr fun i hi => hin.outside i (.inl hi)
    · rw [hhead, Int.sub_add_cancel]
      exact hw'
    · rw [hhead, Int.sub_add_cancel]
      exact hrs.congr fun i hi => hin.outside i (.inr hi)
  | right t q' b =>
    obtain ⟨hin, hb, hq', hhead⟩ := h
    have hw' := toWord_of_liesOn hWk hb rfl
    obtain ⟨hlim, hmem⟩ := mem_emit hnext hrest
    refine ⟨t, Nat.pos_of_ne_zero ?_, hin.running, _, hmem, q', _, _, hlim, .inl ⟨rfl, hq',
      ⟨b.toWord W.k 0 :: ls', rfl, ?_, ?_⟩, ⟨rs, rfl, ?_⟩⟩⟩
    · rintro rfl
      rw [Machine.run_zero] at hhead
      omega
    · rw [hhead, Int.add_sub_cancel]
      exact hw'
    · rw [hhead, Int.add_sub_cancel]
      exact hls'.congr fun i hi => hin.outside i (.inl hi)
    · rw [hhead]
      exact hrs.congr fun i hi => hin.outside i (.inr hi)

/-- What comes of a description, as one number, is what comes of its parts. -/
theorem next_describe {pass : Pass} {d l r : Nat} (hq : q < W.n) (hd : d < 2) (hl : l < W.limit) :
    W.next pass m (W.describe q d l r) = Nat.rec (motive := fun _ => Option (List Nat))
      (W.nextRight l r (pass .left q (.ofWord W.k m (r % W.words))))
      (fun _ _ => W.nextLeft l r (pass .right q (.ofWord W.k m (l % W.words)))) d := by
  have hdescribe : W.describe q d l r = q + W.n * (d + 2 * (l + W.limit * r)) := rfl
  have hunfold : ∀ x, W.next pass m x = Nat.rec (motive := fun _ => Option (List Nat))
      (W.nextRight (x / W.n / 2 % W.limit) (x / W.n / 2 / W.limit)
        (pass .left (x % W.n) (.ofWord W.k m (x / W.n / 2 / W.limit % W.words))))
      (fun _ _ => W.nextLeft (x / W.n / 2 % W.limit) (x / W.n / 2 / W.limit)
        (pass .right (x % W.n) (.ofWord W.k m (x / W.n / 2 % W.limit % W.words))))
      (x / W.n % 2) := fun _ => rfl
  have hn : 0 < W.n := by omega
  have hlimit : 0 < W.limit := by omega
  rw [hunfold, hdescribe]
  simp only [Nat.add_mul_mod_self_left, Nat.mod_eq_of_lt, Nat.add_mul_div_left, Nat.div_eq_of_lt,
    hq, hd, hl, hn, hlimit, Nat.zero_add, Nat.zero_lt_two]

/-- **Descriptions that come next are true of what comes next.** -/
theorem follows_of_describes {W : Words} (hW : W.Good) (hWn : W.n = n) (hWk : W.k = k)
    (hwords : W.words = k ^ (m + 1)) {pass : Pass} (hpass : pass.Sound M) {x : Nat} {ys : List Nat}
    (hnext : W.next pass m x = some ys) (hx : W.Describes m x c) : W.Follows m M c ys := by
  obtain ⟨q, l, r, hl, h⟩ := hx
  have hlt : stateCode c.state = q + 1 → q < W.n := by
    intro hq
    rw [hWn]
    cases hc : c.state with
    | none => rw [hc] at hq; cases hq
    | some p => rw [hc] at hq; rw [← Nat.succ.inj hq]; exact p.isLt
  rcases h with ⟨rfl, h⟩ | ⟨rfl, h⟩
  · rw [next_describe (hlt h.state) (by omega) hl] at hnext
    exact follows_right hW hWk hwords hpass h hnext
  · rw [next_describe (hlt h.state) (by omega) hl] at hnext
    exact follows_left hW hWk hwords hpass h hnext

end Words

/-- **Never halting, by repeated words**:
`M.neverHalts_of_repWL (length := …) (threshold := …) (by decide +kernel)`. -/
theorem Machine.neverHalts_of_repWL [NeZero n] [NeZero k] {M : Machine n k}
    {length threshold : Nat} (h : M.repWLCheck length threshold = true) : M.NeverHalts := by
  unfold repWLCheck at h
  cases hthreshold : Nat.ble 1 threshold with
  | false => rw [hthreshold] at h; cases h
  | true =>
  rw [hthreshold] at h
  cases length with
  | zero => cases h
  | succ m =>
    have h : eager M.table (fun table => Words.closed n k table m threshold) = true := h
    rw [eager_eq] at h
    have hk : 0 < k := Nat.pos_of_ne_zero (NeZero.ne k)
    have hgood : (Words.ofMachine n k m threshold).Good :=
      ⟨Nat.pow_pos hk, Nat.le_of_ble_eq_true hthreshold, rfl⟩
    unfold Words.closed at h
    refine neverHalts_of_explore
      (Describes := (Words.ofMachine n k m threshold).Describes m) ?_
      (fun hnext hx => Words.follows_of_describes hgood rfl rfl rfl (sound_pass 1000 m) hnext hx) h
    have hlimit : 0 < (k ^ (m + 1) * (threshold + 1)) ^ 64 :=
      Nat.pow_pos (Nat.mul_pos hgood.words (Nat.succ_pos _))
    refine ⟨0, 0, 0, hlimit, .inl ⟨?_, rfl,
      ⟨[], rfl, fun _ _ => ?_⟩, ⟨[], rfl, fun _ _ => ?_⟩⟩⟩
    · show 0 = 0 + _ * (0 + 2 * (0 + _ * 0))
      simp only [Nat.mul_zero, Nat.add_zero]
    · exact Config.val_initial _
    · exact Config.val_initial _

end BBSynth
