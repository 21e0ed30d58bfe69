module

public import BBSynth.Table

/-!
# Runs in blocks

A run visits the same surroundings again and again, and what a machine does on a stretch of tape
depends on nothing but the state, the side from which its head comes in, and what is written there.
So a *passage*, from the time at which the head enters a block of cells until it leaves it, has to
be computed only once. The kernel keeps what it has evaluated: asked about the same term again, it
looks up the answer. This is all the bookkeeping that is needed.

A block is a cell, or two blocks side by side; a passage through two blocks is made of passages
through each. On blocks of `2 ^ j` cells, runs of millions of steps become computations of seconds.
(The idea is that of Gosper's *hashlife*.)

## Main definitions

* `BBSynth.Block`: the contents of adjacent cells, as a binary tree
* `BBSynth.Passage`: how a passage through a block ends
* `BBSynth.pass`: computes the passages through blocks up to a height

## Main results

* `BBSynth.Machine.sound_pass`: what `pass` computes is what the machine does
-/

@[expose] public section

namespace BBSynth

/-- The contents of adjacent cells. -/
inductive Block where
  | cell (symbol : Nat)
  | pair (left right : Block)

/-- How a passage through a block ends: what is not known (the computation was given up), or that
the machine halts, or that its head leaves the block to the left or to the right; after how many
steps, in which state, and with what written on the block. -/
inductive Passage where
  | lost
  | halted (time : Nat) (block : Block)
  | left (time state : Nat) (block : Block)
  | right (time state : Nat) (block : Block)

/-- Computes passages, from the side on which the head enters, the state and the block. -/
abbrev Pass := Dir → Nat → Block → Passage

/-! ### The computation -/

/-- The passage through a single cell, by the code of the transition. -/
noncomputable def stepPassage (k code : Nat) : Passage :=
  eager (Nat.mod code k) fun symbol =>
  Nat.rec (motive := fun _ => Passage) (.halted 1 (.cell symbol))
    (fun q _ => Nat.rec (motive := fun _ => Passage) (.left 1 q (.cell symbol))
      (fun _ _ => .right 1 q (.cell symbol)) (Nat.mod (Nat.div code k) 2))
    (Nat.div (Nat.div code k) 2)

/-- The passages through single cells. -/
noncomputable def passCell (n k table : Nat) : Pass := fun _ q =>
  Block.rec (motive := fun _ => Passage)
    (fun s => eager (Nat.mod (Nat.div table (Nat.pow (codeBound n k) (Nat.add (Nat.mul q k) s)))
      (codeBound n k)) (stepPassage k))
    (fun _ _ _ _ => .lost)

/-- What the head does in a pair of blocks from a time at which it enters one of them: which one,
from which side, in which state, the two blocks, and the time. -/
abbrev Shuttle := Dir → Dir → Nat → Block → Block → Nat → Passage

/-- What follows after a passage through the left block of a pair. -/
noncomputable def afterLeft (continue_ : Shuttle) (b : Block) (t : Nat) : Passage → Passage :=
  Passage.rec (motive := fun _ => Passage) .lost
    (fun t' a => eager (Nat.add t t') fun t => .halted t (.pair a b))
    (fun t' q a => eager (Nat.add t t') fun t => .left t q (.pair a b))
    (fun t' q a => eager (Nat.add t t') fun t => continue_ .right .left q a b t)

/-- What follows after a passage through the right block of a pair. -/
noncomputable def afterRight (continue_ : Shuttle) (a : Block) (t : Nat) : Passage → Passage :=
  Passage.rec (motive := fun _ => Passage) .lost
    (fun t' b => eager (Nat.add t t') fun t => .halted t (.pair a b))
    (fun t' q b => eager (Nat.add t t') fun t => continue_ .left .right q a b t)
    (fun t' q b => eager (Nat.add t t') fun t => .right t q (.pair a b))

/-- One passage through one block of a pair, and what follows. -/
noncomputable def shuttleStep (pass : Pass) (continue_ : Shuttle) : Shuttle :=
  fun half side q a b t =>
    Dir.rec (motive := fun _ => Passage) (afterLeft continue_ b t (pass side q a))
      (afterRight continue_ a t (pass side q b)) half

/-- The head goes to and fro in a pair of blocks, at most `fuel` times. -/
noncomputable def shuttle (pass : Pass) (fuel : Nat) : Shuttle :=
  Nat.rec (motive := fun _ => Shuttle) (fun _ _ _ _ _ _ => .lost)
    (fun _ continue_ => shuttleStep pass continue_) fuel

/-- The passages through pairs of blocks. -/
noncomputable def passPair (fuel : Nat) (pass : Pass) : Pass := fun side q =>
  Block.rec (motive := fun _ => Passage) (fun s => pass side q (.cell s))
    (fun a b _ _ => shuttle pass fuel side side q a b 0)

/-- The passages through blocks that are trees of height `level` or less. -/
noncomputable def pass (n k table fuel level : Nat) : Pass :=
  Nat.rec (motive := fun _ => Pass) (passCell n k table) (fun _ pass => passPair fuel pass) level

/-! ### What it means -/

variable {n k : Nat}

/-- The block lies on the cells from `p` up to and without `e`. -/
def Block.LiesOn (tape : Int → Fin k) : Block → Int → Int → Prop
  | .cell s, p, e => e = p + 1 ∧ (tape p).val = s
  | .pair a b, p, e => ∃ m, a.LiesOn tape p m ∧ b.LiesOn tape m e

/-- In `t` steps from `c` the machine does not halt early and writes on no cells but those from `p`
up to and without `e`. -/
structure Machine.Within (M : Machine n k) (c : Config n k) (t : Nat) (p e : Int) : Prop where
  running : ∀ s, s < t → ¬ (M.run s c).Halted
  outside : ∀ i, i < p ∨ e ≤ i → (M.run t c).tape i = c.tape i

/-- What a passage says of the machine that enters, in the configuration `c`, the cells from `p` up
to and without `e`. -/
def Passage.Tells (M : Machine n k) (c : Config n k) (p e : Int) : Passage → Prop
  | .lost => True
  | .halted t b => M.Within c t p e ∧ b.LiesOn (M.run t c).tape p e ∧ (M.run t c).Halted
  | .left t q b => M.Within c t p e ∧ b.LiesOn (M.run t c).tape p e ∧
      stateCode (M.run t c).state = q + 1 ∧ (M.run t c).head = p - 1
  | .right t q b => M.Within c t p e ∧ b.LiesOn (M.run t c).tape p e ∧
      stateCode (M.run t c).state = q + 1 ∧ (M.run t c).head = e

/-- The cell on which the head enters from a side. -/
def Passage.entry (p e : Int) : Dir → Int
  | .left => p
  | .right => e - 1

/-- What is computed is what the machine does. -/
def Pass.Sound (pass : Pass) (M : Machine n k) : Prop :=
  ∀ {c : Config n k} {p e : Int} {side : Dir} {q : Nat} {b : Block},
    stateCode c.state = q + 1 → b.LiesOn c.tape p e → c.head = Passage.entry p e side →
      (pass side q b).Tells M c p e

/-! ### Agreement with the semantics -/

/-- A block lies on one cell at least. -/
theorem Block.LiesOn.lt {tape : Int → Fin k} {b : Block} {p e : Int} (h : b.LiesOn tape p e) :
    p < e := by
  induction b generalizing p e with
  | cell s => have := h.1; omega
  | pair a b iha ihb =>
    obtain ⟨m, ha, hb⟩ := h
    have := iha ha
    have := ihb hb
    omega

/-- Whether a block lies on cells depends on these cells only. -/
theorem Block.LiesOn.congr {tape tape' : Int → Fin k} {b : Block} {p e : Int}
    (h : b.LiesOn tape p e) (heq : ∀ i, p ≤ i → i < e → tape' i = tape i) :
    b.LiesOn tape' p e := by
  induction b generalizing p e with
  | cell s =>
    have := h.1
    exact ⟨h.1, by rw [heq p (Int.le_refl p) (by omega)]; exact h.2⟩
  | pair a b iha ihb =>
    obtain ⟨m, ha, hb⟩ := h
    have := ha.lt
    have := hb.lt
    exact ⟨m, iha ha fun i _ _ => heq i (by omega) (by omega),
      ihb hb fun i _ _ => heq i (by omega) (by omega)⟩

namespace Machine

variable {M : Machine n k} {c : Config n k}

/-- A run within some cells, and then one within a part of them, is a run within them. -/
theorem Within.trans {t t' : Nat} {p e p' e' : Int} (h : M.Within c t p e)
    (h' : M.Within (M.run t c) t' p' e') (hp : p ≤ p') (he : e' ≤ e) :
    M.Within c (t + t') p e := by
  refine ⟨fun s hs => ?_, fun i hi => ?_⟩
  · by_cases hst : s < t
    · exact h.running s hst
    · rw [show s = t + (s - t) by omega, run_add]
      exact h'.running (s - t) (by omega)
  · rw [run_add, h'.outside i (by omega), h.outside i hi]

/-- A run of no steps is within any cells. -/
theorem within_zero (p e : Int) : M.Within c 0 p e :=
  ⟨fun s hs => absurd hs (Nat.not_lt_zero s), fun _ _ => rfl⟩

/-- What is computed of the passage of a single cell is so. -/
theorem sound_passCell : Pass.Sound (passCell n k M.table) M := by
  intro c p e side q b hq hb hhead
  cases b with
  | pair => trivial
  | cell s =>
    obtain ⟨rfl, hs⟩ := hb
    have hp : c.head = p := by
      cases side with
      | left => exact hhead
      | right => exact hhead.trans (Int.add_sub_cancel p 1)
    subst hp
    generalize he : digit (codeBound n k) M.table (q * k + s) = e
    obtain ⟨hstate, hmove, hcells⟩ := step_of_code hq (hs.symm ▸ he)
    have hwithin : M.Within c 1 c.head (c.head + 1) := by
      refine ⟨fun i hi hc => ?_, fun i hi => ?_⟩
      · obtain rfl : i = 0 := by omega
        rw [run_zero] at hc
        rw [show c.state = none from hc] at hq
        cases hq
      · apply Fin.ext
        show ((M.step c).tape i).val = _
        rw [hcells, if_neg (by omega)]
    have hblock : (Block.cell (e % k)).LiesOn (M.run 1 c).tape c.head (c.head + 1) := by
      refine ⟨rfl, ?_⟩
      show ((M.step c).tape c.head).val = _
      rw [hcells, if_pos rfl]
    have hpass : passCell n k M.table side q (.cell s) =
        Nat.rec (motive := fun _ => Passage) (.halted 1 (.cell (e % k)))
          (fun q _ => Nat.rec (motive := fun _ => Passage) (.left 1 q (.cell (e % k)))
            (fun _ _ => .right 1 q (.cell (e % k))) (e / k % 2)) (e / k / 2) := by
      rw [← he]
      rfl
    rw [hpass]
    cases hnext : e / k / 2 with
    | zero =>
      rw [hnext] at hstate
      refine ⟨hwithin, hblock, ?_⟩
      show (M.step c).state = none
      cases h : (M.step c).state with
      | none => rfl
      | some r => rw [h] at hstate; cases hstate
    | succ q' =>
      rw [hnext] at hstate
      cases hdir : e / k % 2 with
      | zero => rw [hdir, if_pos rfl] at hmove; exact ⟨hwithin, hblock, hstate, hmove⟩
      | succ j =>
        rw [hdir, if_neg (Nat.succ_ne_zero j)] at hmove
        exact ⟨hwithin, hblock, hstate, hmove⟩

/-- What is computed of going back and forth between two halves is so, if it is so of each half. -/
theorem tells_shuttle {pass : Pass} (hpass : pass.Sound M) {fuel : Nat} {half side : Dir}
    {q t : Nat} {a b : Block} {p m e : Int} (hin : M.Within c t p e)
    (ha : a.LiesOn (M.run t c).tape p m) (hb : b.LiesOn (M.run t c).tape m e)
    (hq : stateCode (M.run t c).state = q + 1)
    (hhead : (M.run t c).head = half.casesOn (Passage.entry p m side) (Passage.entry m e side)) :
    (shuttle pass fuel half side q a b t).Tells M c p e := by
  induction fuel generalizing half side q t a b with
  | zero => trivial
  | succ fuel ih =>
    have hpm := ha.lt
    have hme := hb.lt
    cases half with
    | left =>
      have hunfold : shuttle pass (fuel + 1) .left side q a b t =
        afterLeft (shuttle pass fuel) b t (pass side q a) := rfl
      have h := hpass hq ha hhead
      have hrest : ∀ t', M.Within (M.run t c) t' p m →
          M.Within c (t + t') p e ∧ b.LiesOn (M.run (t + t') c).tape m e := by
        intro t' h'
        refine ⟨hin.trans h' (Int.le_refl p) (by omega), ?_⟩
        rw [run_add]
        exact hb.congr fun i _ _ => h'.outside i (by omega)
      rw [hunfold]
      generalize pass side q a = passage at h
      cases passage with
      | lost => trivial
      | halted t' a' =>
        obtain ⟨h', ha', hhalted⟩ := h
        obtain ⟨hin', hb'⟩ := hrest t' h'
        rw [← run_add] at ha' hhalted
        exact ⟨hin', ⟨m, ha', hb'⟩, hhalted⟩
      | left t' q' a' =>
        obtain ⟨h', ha', hq', hhead'⟩ := h
        obtain ⟨hin', hb'⟩ := hrest t' h'
        rw [← run_add] at ha' hq' hhead'
        exact ⟨hin', ⟨m, ha', hb'⟩, hq', hhead'⟩
      | right t' q' a' =>
        obtain ⟨h', ha', hq', hhead'⟩ := h
        obtain ⟨hin', hb'⟩ := hrest t' h'
        rw [← run_add] at ha' hq' hhead'
        exact ih hin' ha' hb' hq' hhead'
    | right =>
      have hunfold : shuttle pass (fuel + 1) .right side q a b t =
        afterRight (shuttle pass fuel) a t (pass side q b) := rfl
      have h := hpass hq hb hhead
      have hrest : ∀ t', M.Within (M.run t c) t' m e →
          M.Within c (t + t') p e ∧ a.LiesOn (M.run (t + t') c).tape p m := by
        intro t' h'
        refine ⟨hin.trans h' (by omega) (Int.le_refl e), ?_⟩
        rw [run_add]
        exact ha.congr fun i _ _ => h'.outside i (by omega)
      rw [hunfold]
      generalize pass side q b = passage at h
      cases passage with
      | lost => trivial
      | halted t' b' =>
        obtain ⟨h', hb', hhalted⟩ := h
        obtain ⟨hin', ha'⟩ := hrest t' h'
        rw [← run_add] at hb' hhalted
        exact ⟨hin', ⟨m, ha', hb'⟩, hhalted⟩
      | left t' q' b' =>
        obtain ⟨h', hb', hq', hhead'⟩ := h
        obtain ⟨hin', ha'⟩ := hrest t' h'
        rw [← run_add] at hb' hq' hhead'
        exact ih hin' ha' hb' hq' hhead'
      | right t' q' b' =>
        obtain ⟨h', hb', hq', hhead'⟩ := h
        obtain ⟨hin', ha'⟩ := hrest t' h'
        rw [← run_add] at hb' hq' hhead'
        exact ⟨hin', ⟨m, ha', hb'⟩, hq', hhead'⟩

/-- What is computed of the passage of two halves is so, if it is so of each half. -/
theorem sound_passPair {pass : Pass} (hpass : pass.Sound M) (fuel : Nat) :
    (passPair fuel pass).Sound M := by
  intro c p e side q b hq hb hhead
  cases b with
  | cell => exact hpass hq hb hhead
  | pair a b =>
    obtain ⟨m, ha, hb⟩ := hb
    refine tells_shuttle hpass (within_zero p e) ha hb hq ?_
    rw [run_zero, hhead]
    cases side <;> rfl

/-- **What `pass` computes is what the machine does.** -/
theorem sound_pass (fuel level : Nat) : (pass n k M.table fuel level).Sound M := by
  induction level with
  | zero => exact sound_passCell
  | succ level ih => exact sound_passPair ih fuel

end Machine

end BBSynth
