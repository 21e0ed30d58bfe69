module

public import Judge.Elaborate

/-!
# The check: what the terms say

Whether the theorem is there, has exactly the type of the problem's theorem, rests on no axiom but
the three that are allowed, and is accepted by the kernel, with all that it rests on, in an
environment of ours. This is the whole of a verdict *proved*: no message and no text is looked at.
-/

public section

namespace BBSynth.Judge

open Lean

/-- Changes whenever a change of these modules can change a verdict. -/
def judgeVersion : String := "14"

/-! ## What the theorem rests on -/

/-- The axioms that a proof may rest on. -/
def allowedAxioms : List Name := [``propext, ``Classical.choice, ``Quot.sound]

/-- All axioms of Lean's core library. Those about compiled code are gone since Lean 4.35, so their
names are not resolved here, and those after them. -/
def coreAxioms : List Name := [``propext, ``Classical.choice, ``Quot.sound, ``sorryAx,
  `Lean.ofReduceBool, `Lean.ofReduceNat, `Lean.trustCompiler]

/-- Constants that the kernel computes by running compiled code: as good as axioms. -/
def compilerTrust : List Name := [`Lean.reduceBool, `Lean.reduceNat]

/-- An axiom in earnest. In an environment that was imported without proofs (`stripped`), theorems
and hidden definitions of the core library look like axioms too, and what they rest on cannot be
seen; there its axioms are told by their names. -/
def isTrueAxiom (stripped : Bool) (info : ConstantInfo) : Bool :=
  match info with
  | .axiomInfo val => val.isUnsafe || !stripped || contains val.name coreAxioms
  | _ => false

/-- Whether theorems were imported without their proofs. -/
def isStripped (env : Environment) : Bool :=
  match env.find? ``Nat.add_comm with
  | some (.axiomInfo _) => true
  | _ => false

structure Walk where
  seen : NameSet := {}
  /-- What the problem and the candidate declare, each before what it rests on; `none` if it is
  nothing that the kernel could be asked about. -/
  order : List (Name × Option Declaration) := []
  axioms : List Name := []
  missing : List Name := []

/-- What declares a constant that is neither a constructor nor a recursor. -/
def declarationOf (env : Environment) : ConstantInfo → Option Declaration
  | .thmInfo val => some (.thmDecl val)
  | .defnInfo val =>
    match val.safety with
    | .safe => some (.defnDecl val)
    | _ => none
  | .inductInfo val =>
    if val.isUnsafe then none else
      match types env val.all with
      | some types => some (.inductDecl val.levelParams val.numParams types false)
      | none => none
  | _ => none
where
  types (env : Environment) : List Name → Option (List InductiveType)
    | [] => some []
    | name :: rest =>
      match env.find? name, types env rest with
      | some (.inductInfo val), some others =>
        match constructors env val.ctors with
        | some ctors => some (⟨name, val.type, ctors⟩ :: others)
        | none => none
      | _, _ => none
  constructors (env : Environment) : List Name → Option (List Constructor)
    | [] => some []
    | name :: rest =>
      match env.find? name, constructors env rest with
      | some (.ctorInfo val), some others => some (⟨name, val.type⟩ :: others)
      | _, _ => none

def insertAll : List Name → NameSet → NameSet
  | [], names => names
  | name :: rest, names => insertAll rest (names.insert name)

mutual

/-- Walk all constants that `name` rests on, down to those of `base`, the imported library. -/
partial def walk (stripped : Bool) (base env : Environment) (name : Name) (w : Walk) : Walk :=
  if w.seen.contains name then w else
  let w := { w with seen := w.seen.insert name }
  match base.find? name with
  | some info =>
    if isTrueAxiom stripped info || contains name compilerTrust then
      { w with axioms := name :: w.axioms }
    else w
  | none =>
    match env.find? name with
    | none => { w with missing := name :: w.missing }
    | some (.ctorInfo val) => walk stripped base env val.induct w
    | some (.recInfo val) => walkList stripped base env val.all w
    | some info =>
      let w := walkAll stripped base env info.type.getUsedConstants 0 w
      let w := match info.value? (allowOpaque := true) with
        | some value => walkAll stripped base env value.getUsedConstants 0 w
        | none => w
      let w := match info with
        | .axiomInfo _ => { w with axioms := name :: w.axioms }
        | .inductInfo val =>
          -- One declaration makes all types of a mutual block, and their constructors.
          walkMembers stripped base env val.all { w with seen := insertAll val.all w.seen }
        | _ => w
      { w with order := (name, declarationOf env info) :: w.order }

partial def walkMembers (stripped : Bool) (base env : Environment) (names : List Name) (w : Walk) :
    Walk :=
  match names with
  | [] => w
  | name :: rest =>
    match env.find? name with
    | some (.inductInfo val) =>
      let w := walkAll stripped base env val.type.getUsedConstants 0 w
      walkMembers stripped base env rest (walkTypes stripped base env val.ctors w)
    | _ => walkMembers stripped base env rest { w with missing := name :: w.missing }

/-- Walk what the types of constants rest on. -/
partial def walkTypes (stripped : Bool) (base env : Environment) (names : List Name) (w : Walk) :
    Walk :=
  match names with
  | [] => w
  | name :: rest =>
    match env.find? name with
    | some info =>
      walkTypes stripped base env rest (walkAll stripped base env info.type.getUsedConstants 0 w)
    | none => walkTypes stripped base env rest { w with missing := name :: w.missing }

partial def walkList (stripped : Bool) (base env : Environment) (names : List Name) (w : Walk) :
    Walk :=
  match names with
  | [] => w
  | name :: rest => walkList stripped base env rest (walk stripped base env name w)

partial def walkAll (stripped : Bool) (base env : Environment) (names : Array Name) (i : Nat) (w : Walk) : Walk :=
  if i < names.size then walkAll stripped base env names (i + 1) (walk stripped base env names[i]! w) else w

end

def firstForbiddenAxiom : List Name → Option Name
  | [] => none
  | n :: rest => if contains n allowedAxioms then firstForbiddenAxiom rest else some n

def reversed : List (Name × Option Declaration) → List (Name × Option Declaration) →
    List (Name × Option Declaration)
  | [], acc => acc
  | x :: rest, acc => reversed rest (x :: acc)

/-- Ask the kernel about a declaration, and add it to an environment. Since Lean 4.33 the kernel takes
a bound on the depth of its recursion, of which 0 means none: the stack is the bound, as it was. -/
def addToKernel (env : Environment) (heartbeats : USize) (decl : Declaration) :
    Except Kernel.Exception Environment := by
  first
    | exact env.addDeclCore heartbeats decl none
    | exact env.addDeclCore heartbeats 0 decl none

/-- Ask the kernel about each declaration, in order, and add it to an environment of ours. The error
names what was refused. -/
def recheck (env : Environment) (heartbeats : USize) :
    List (Name × Option Declaration) → Except Name Environment
  | [] => .ok env
  | (name, none) :: _ => .error name
  | (name, some decl) :: rest =>
    match addToKernel env heartbeats decl with
    | .error _ => .error name
    | .ok env => recheck env heartbeats rest

/-- The imported library, and what the statement rests on of what the reference defines, all accepted
by the kernel. The error names what should not be there. -/
def ground (imported : Environment) (ref : Reference) : Except Name Environment :=
  let w := walkAll (isStripped imported) imported ref.preamble.env ref.type.getUsedConstants 0 {}
  match w.missing with
  | name :: _ => .error name
  | [] =>
    match firstForbiddenAxiom w.axioms with
    | some name => .error name
    | none => recheck imported ref.limits.forKernel (reversed w.order [])

/-! ## The library's own axioms -/

partial def auditNames (stripped : Bool) (env : Environment) (user : Name) (names : Array Name)
    (i : Nat) (bad : List Name) : List Name :=
  if i < names.size then
    let name := names[i]!
    let bad := match env.find? name with
      | some info =>
        if isTrueAxiom stripped info && !contains name allowedAxioms then user :: bad else bad
      | none => user :: bad
    auditNames stripped env user names (i + 1) bad
  else bad

partial def auditConstants (stripped : Bool) (env : Environment) (infos : Array ConstantInfo)
    (i : Nat) (bad : List Name) : List Name :=
  if i < infos.size then
    let info := infos[i]!
    let bad := match info with
      | .axiomInfo val => val.name :: bad
      | _ => bad
    let bad := auditNames stripped env info.name info.type.getUsedConstants 0 bad
    let bad := match info.value? (allowOpaque := true) with
      | some value => auditNames stripped env info.name value.getUsedConstants 0 bad
      | none => bad
    auditConstants stripped env infos (i + 1) bad
  else bad

/-- The constants of the given libraries that are axioms, or rest directly on an axiom that is not
allowed. Lean's own modules are taken on trust. -/
partial def audit (env : Environment) (roots : List Name) (i : Nat) (bad : List Name) : List Name :=
  if i < env.header.moduleNames.size && i < env.header.moduleData.size then
    let bad :=
      if contains env.header.moduleNames[i]!.getRoot roots then
        auditConstants (isStripped env) env env.header.moduleData[i]!.constants 0 bad
      else bad
    audit env roots (i + 1) bad
  else bad

/-! ## The verdict -/

structure Verdict where
  status : String
  /-- One word for the reason. -/
  rule : String := ""
  /-- The reason in words. -/
  detail : String := ""
  /-- Where in the candidate's text the reason stands. -/
  position : Option Position := none
  /-- What Lean said of the candidate, for people to read. -/
  messages : List Message := []
  axioms : List Name := []
  /-- For a proof, the whole of what was accepted as a text that stands alone. -/
  source : String := ""
  /-- Whether it was the kernel that had the last word, and said no. -/
  refused : Bool := false

/-- Milliseconds. -/
structure Times where
  reference : Nat := 0
  elaborate : Nat := 0
  compare : Nat := 0
  recheck : Nat := 0

/-- Steps 2 to 4: what the terms say. -/
def judgeTerms (ref : Reference) (limits : Limits) (p : Progress)
    (sorries : Bool) : IO (Verdict × Nat × Nat) := do
  let t0 ← IO.monoMsNow
  let env := p.state.env
  let failed := p.messages.hasErrors
  let finish (v : Verdict) : IO (Verdict × Nat × Nat) := do
    let t1 ← IO.monoMsNow
    return (v, t1 - t0, 0)
  match env.find? ref.target with
  | none =>
    if failed then
      finish { status := "wrong", rule := "elaboration",
               detail := s!"Lean does not accept the text, and `{showName ref.target}` is not declared" }
    else
      finish { status := "wrong", rule := "theorem-missing",
               detail := s!"`{showName ref.target}` is not declared" }
  | some (.thmInfo info) =>
    if info.levelParams != ref.levelParams || info.type != ref.type then
      finish { status := "wrong", rule := "statement-changed",
               detail := s!"`{showName ref.target}` does not state what the problem states" }
    else
      let w := walk (isStripped ref.clean) ref.clean env ref.target {}
      match w.missing with
      | name :: _ =>
        finish { status := "cheating", rule := "environment",
                 detail := s!"the proof rests on `{showName name}`, which is not declared" }
      | [] =>
        match firstForbiddenAxiom w.axioms with
        | some name =>
          if name == ``sorryAx then
            if sorries || !failed then
              finish { status := "wrong", rule := "sorry", axioms := w.axioms,
                       detail := "the proof rests on `sorry`" }
            else
              finish { status := "wrong", rule := "elaboration", axioms := w.axioms,
                       detail := "Lean does not accept the proof" }
          else
            finish { status := "cheating", rule := "axiom", axioms := w.axioms,
                     detail := s!"the proof rests on the axiom `{showName name}`" }
        | none =>
          let t1 ← IO.monoMsNow
          let outcome := recheck ref.clean limits.forKernel (reversed w.order [])
          let verdict : Verdict := match outcome with
            | .ok _ =>
              if p.broken then
                { status := "wrong", rule := "elaboration", axioms := w.axioms,
                  detail := "Lean does not accept the command that states the theorem" }
              else { status := "proved", axioms := w.axioms }
            | .error name =>
              if failed then
                -- Elaboration may leave half a declaration behind where it fails.
                { status := "wrong", rule := "elaboration", axioms := w.axioms, refused := true,
                  detail := s!"Lean does not accept `{showName name}`" }
              else
                { status := "cheating", rule := "kernel", axioms := w.axioms, refused := true,
                  detail := s!"the kernel does not accept `{showName name}` when asked again" }
          let t2 ← IO.monoMsNow
          return (verdict, t1 - t0, t2 - t1)
  | some _ =>
    finish { status := "wrong", rule := "not-a-theorem",
             detail := s!"`{showName ref.target}` is not declared as a theorem" }

end BBSynth.Judge
