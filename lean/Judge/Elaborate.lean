module

public import Judge.Gate
public import Lean.Elab.Frontend

/-!
# Elaboration: from texts to environments

The *reference* is our own text of a problem. The *candidate* is the text of somebody else, which is
elaborated on top of what the reference declares before its theorem. Nothing here is trusted with a
verdict: what comes out are terms, which `Judge.Check` looks at.
-/

public section

namespace BBSynth.Judge

open Lean Elab

/-! ## Elaboration -/

def mkInput (text name : String) : Parser.InputContext :=
  { inputString := text, fileName := name, fileMap := FileMap.ofString text,
    endPos := text.rawEndPos, endPos_valid := by simp }

def mkOptions (limits : Limits) : Options :=
  let o : Options := {}
  let o := o.set `maxHeartbeats (DataValue.ofNat limits.heartbeats)
  let o := o.set `maxRecDepth (DataValue.ofNat 1000)
  o.set `Elab.async (DataValue.ofBool false)

/-- Whether a declaration is one that can be marked as noncomputable. What is local to it, after
`where` or by `let rec`, is then noncomputable too. -/
def canForgoCode (kind : Name) : Bool :=
  kind == ``Parser.Command.definition || kind == ``Parser.Command.abbrev ||
  kind == ``Parser.Command.instance || kind == ``Parser.Command.example

/-- Mark the definitions in a command as noncomputable. Nothing here is ever run, so compiling them
would cost time, and give code of a candidate to an interpreter. -/
partial def forgoCode (stx : Syntax) : Syntax :=
  match stx with
  | .node info kind args =>
    if kind == ``Parser.Command.declaration then
      if canForgoCode args[1]!.getKind then
        .node info kind (args.set! 0 (mark args[0]!))
      else stx
    else if kind == ``Parser.Command.in || kind == ``Parser.Command.mutual || kind == nullKind then
      .node info kind (loop args 0)
    else stx
  | other => other
where
  loop (args : Array Syntax) (i : Nat) : Array Syntax :=
    if i < args.size then loop (args.set! i (forgoCode args[i]!)) (i + 1) else args
  mark (modifiers : Syntax) : Syntax :=
    -- Comment, attributes, visibility, `protected`, `noncomputable`, `unsafe`, `nonrec`.
    if modifiers.getNumArgs == 7 && modifiers[4].getNumArgs == 0 then
      modifiers.setArg 4 (.node .none nullKind
        #[.node .none ``Parser.Command.noncomputable #[.atom .none "noncomputable"]])
    else modifiers

/-- Whether a token occurs. -/
partial def hasToken (token : String) (stx : Syntax) : Bool :=
  match stx with
  | .atom _ text => text == token
  | .node _ _ args => loop args 0
  | _ => false
where
  loop (args : Array Syntax) (i : Nat) : Bool :=
    if i < args.size then hasToken token args[i]! || loop args (i + 1) else false

/-- The first local definition, after `where` or by `let rec`. -/
partial def localDefinition (stx : Syntax) : Option Syntax :=
  match stx with
  | .node _ kind args =>
    if kind == ``Parser.Term.whereDecls || kind == ``Parser.Term.letrec ||
        kind == ``Parser.Tactic.letrec || kind == ``Parser.Term.doLetRec ||
        kind == ``Parser.Term.letRecDecls then some stx
    else loop args 0
  | _ => none
where
  loop (args : Array Syntax) (i : Nat) : Option Syntax :=
    if i < args.size then
      match localDefinition args[i]! with
      | some found => some found
      | none => loop args (i + 1)
    else none

/-- What Lean would make code of in a command that `forgoCode` has gone over, and why that is so:
no code of a candidate may come into being, for there are ways to have it run that cannot be seen
in its text, such as an `autoParam` that comes about by unification. Lean compiles what is local to
a theorem, and refuses to have a theorem marked. -/
partial def compiled (stx : Syntax) : Option Refusal :=
  match stx with
  | .node _ kind args =>
    if kind == ``Parser.Command.declaration then
      if canForgoCode args[1]!.getKind then
        if hasToken "noncomputable" args[0]! then none
        else some ⟨stx, "local-definition", "the declaration cannot be marked as noncomputable"⟩
      else match localDefinition args[1]! with
        | some found => some ⟨found, "local-definition", "a theorem may have no local definitions, \
            by `where` or `let rec`, since Lean compiles them; state a lemma before it"⟩
        | none => none
    else loop args 0
  | _ => none
where
  loop (args : Array Syntax) (i : Nat) : Option Refusal :=
    if i < args.size then
      match compiled args[i]! with
      | some found => some found
      | none => loop args (i + 1)
    else none

/-- A text on its way through the elaborator. The messages in `state` are those of the command that
was elaborated last; `messages` holds all of them. -/
structure Progress where
  state : Command.State
  parser : Parser.ModuleParserState
  messages : MessageLog := {}
  /-- Whether there was an error in the command that was parsed last, or in its elaboration. -/
  failed : Bool := false
  /-- Whether the theorem was declared by a command that failed. -/
  broken : Bool := false
  /-- The texts of the commands that were elaborated, the last one first. -/
  texts : List String := []

def scopeOf (s : Command.State) : Command.Scope :=
  match s.scopes with
  | [] => { header := "" }
  | scope :: _ => scope

/-- Whether there is an error at a place or after it. -/
def anyErrorFrom (start : Position) : List Message → Bool
  | [] => false
  | m :: rest =>
    (match m.severity with
      | .error => start.line < m.pos.line || (start.line == m.pos.line && start.column ≤ m.pos.column)
      | _ => false) || anyErrorFrom start rest

/-- Parse the next command, whose text begins at the place that is returned. -/
def nextCommand (input : Parser.InputContext) (p : Progress) :
    Syntax × String.Pos.Raw × Progress :=
  let scope := scopeOf p.state
  let ctx : Parser.ParserModuleContext :=
    { env := p.state.env, options := scope.opts, currNamespace := scope.currNamespace,
      openDecls := scope.openDecls }
  let (stx, parser, messages) := Parser.parseCommand input ctx p.parser {}
  -- What was passed over before the command is no fault of it.
  let failed := match stx.getPos? with
    | some start => anyErrorFrom (input.fileMap.toPosition start) messages.toList
    | none => messages.hasErrors
  let begin_ := match stx.getPos? with
    | some start => if messages.hasErrors then start else p.parser.pos
    | none => p.parser.pos
  (stx, begin_, { p with parser := parser, messages := p.messages ++ messages, failed := failed })

/-- Elaborate one command, whose text ends where the parser stands, and of which `forgoCode` has been
made. -/
def elabOne (input : Parser.InputContext) (begin_ : String.Pos.Raw) (p : Progress) (stx : Syntax) :
    IO Progress := do
  let start : Frontend.State :=
    { commandState := { p.state with messages := {} }, parserState := p.parser, cmdPos := p.parser.pos, commands := #[] }
  let ref ← IO.mkRef start
  Frontend.elabCommandAtFrontend stx { inputCtx := input } ref
  let done ← ref.get
  return { p with state := done.commandState,
                  failed := p.failed || done.commandState.messages.hasErrors,
                  messages := p.messages ++ done.commandState.messages,
                  texts := (Substring.Raw.mk input.inputString begin_ p.parser.pos).toString :: p.texts }

/-- Whether a proof is left out in so many words. Only for the reason that a verdict gives. -/
partial def hasSorry (stx : Syntax) : Bool :=
  match stx with
  | .node _ kind args =>
    let part := lastPart kind
    part == "sorry" || part == "tacticSorry" || part == "tacticAdmit" || loop args 0
  | _ => false
where
  loop (args : Array Syntax) (i : Nat) : Bool :=
    if i < args.size then hasSorry args[i]! || loop args (i + 1) else false

/-- How far a reference has been elaborated: the place that was reached, the state there, and the
commands before, each with the namespace that it stands in, the last one first. -/
structure Stage where
  progress : Progress
  commands : List (Name × Syntax)

/-- The reference, elaborated. -/
structure Reference where
  text : String
  target : Name
  limits : Limits
  /-- The imports. -/
  header : String
  /-- Before each command up to the theorem, the last one first. -/
  stages : List Stage
  /-- The texts of the commands before the theorem, the last one first. -/
  texts : List String
  /-- The commands before the theorem, each with the namespace that it stands in. -/
  commands : List (Name × Syntax)
  /-- The state before the theorem. -/
  preamble : Command.State
  /-- The imported library, and what the statement rests on, accepted by the kernel once more. -/
  clean : Environment
  type : Expr
  levelParams : List Name

def upTo (stop : String.Pos.Raw) (text : String) : String :=
  (Substring.Raw.mk text 0 stop).toString

/-- The end of the first word after a place. -/
def endOfWord (start : String.Pos.Raw) (text : String) : String.Pos.Raw :=
  let rest := (Substring.Raw.mk text start text.rawEndPos).dropWhile Char.isWhitespace
  (rest.dropWhile fun c => !c.isWhitespace).startPos

/-- The stages of another reference that this text has too: up to there, and in the word after, with
which it is seen that the command before it has ended, the texts are the same. -/
def sharedStages (text other : String) : List Stage → List Stage
  | [] => []
  | stage :: rest =>
    let stop := endOfWord stage.progress.parser.pos other
    -- With the space after the word, or else the word might go on.
    if stop < other.rawEndPos && upTo (stop.next other) other == upTo (stop.next other) text
    then stage :: rest else sharedStages text other rest

partial def referenceLoop (input : Parser.InputContext) (table : Table) (limits : Limits)
    (target : Name) (start : String.Pos.Raw) (stage : Stage) (before : List Stage) :
    IO (Except String Reference) := do
  let p := stage.progress
  let (stx, begin_, p') := nextCommand input p
  if Parser.isTerminalCommand stx then
    return .error s!"the reference does not declare `{showName target}`"
  if let some refusal := gate table stx then
    return .error s!"the reference breaks a rule: {refusal.detail}"
  let done ← elabOne input begin_ p' (forgoCode stx)
  if done.messages.hasErrors then
    return .error s!"the reference has an error before or in `{showName target}`"
  match done.state.env.find? target with
  | none =>
    if hasSorry stx then
      return .error s!"the reference leaves out a proof before `{showName target}`"
    referenceLoop input table limits target start
      { progress := done, commands := ((scopeOf p.state).currNamespace, stx) :: stage.commands }
      (stage :: before)
  | some (.thmInfo info) =>
    return .ok { text := input.inputString, target := target, limits := limits,
                 header := upTo start input.inputString, stages := stage :: before,
                 texts := p.texts, commands := stage.commands,
                 preamble := { p.state with messages := {}, infoState := {} }, clean := p.state.env,
                 type := info.type, levelParams := info.levelParams }
  | some _ => return .error s!"`{showName target}` is not a theorem in the reference"

/-- Whether there are more stages in the second list. -/
def fewer : List Stage → List Stage → Bool
  | _, [] => false
  | [], _ :: _ => true
  | _ :: a, _ :: b => fewer a b

/-- The most stages that the text has in common with one of several references. -/
def mostStages (limits : Limits) (header text : String) (best : List Stage) :
    List Reference → List Stage
  | [] => best
  | ref :: rest =>
    let shared := if ref.limits == limits && ref.header == header
      then sharedStages text ref.text ref.stages else []
    mostStages limits header text (if fewer best shared then shared else best) rest

/-- Elaborate the reference up to its theorem. What the kernel says of it is for `ground` to ask. The
commands that it has in common with one of the given references are not elaborated again.

What an editor would show of the text is not collected: nobody sees it, and all that is made of it
otherwise are warnings, such as those of unused variables, which would be about our own text. -/
def elabReference (env : Environment) (table : Table) (limits : Limits) (text : String)
    (target : Name) (known : List Reference) : IO (Except String Reference) := do
  let input := mkInput text "<reference>"
  let (_, parser, messages) ← Parser.parseHeader input
  if messages.hasErrors then return .error "the header of the reference cannot be parsed"
  let table := { table with problem := true }
  match mostStages limits (upTo parser.pos text) text [] known with
  | stage :: before => referenceLoop input table limits target parser.pos stage before
  | [] =>
    let options := (mkOptions limits).set `debug.skipKernelTC (DataValue.ofBool true)
    let state := { Command.mkState env {} options with infoState := { enabled := false } }
    let progress := { state := state, parser := parser }
    referenceLoop input table limits target parser.pos { progress := progress, commands := [] } []

/-- The name that a declaration gives, if it gives one. -/
def declaredName (stx : Syntax) : Option Name :=
  if stx.getKind == ``Parser.Command.declaration && stx[1][1].getKind == ``Parser.Command.declId then
    some stx[1][1][0].getId
  else none

/-- Whether the candidate repeats one of our commands (comments and spacing aside) in the namespace
that it stands in, and whether it declares one of our names otherwise. -/
inductive Repeat where
  | same
  | differs (name : Name)
  | no

def findRepeat (space : Name) (stx : Syntax) : List (Name × Syntax) → Repeat
  | [] => .no
  | (spaceOfOurs, ours) :: rest =>
    if space != spaceOfOurs || stx.getKind != ours.getKind then findRepeat space stx rest else
    match declaredName stx, declaredName ours with
    | some a, some b =>
      if a == b then
        if stx[1].structEq ours[1] then .same else .differs a
      else findRepeat space stx rest
    | _, _ =>
      -- An instance without a name, or a mutual block.
      let declares :=
        stx.isOfKind ``Parser.Command.declaration || stx.isOfKind ``Parser.Command.mutual
      if declares && stx.structEq ours then .same else findRepeat space stx rest

inductive Outcome where
  | done (p : Progress) (sorries : Bool)
  | refused (status : String) (refusal : Refusal) (p : Progress)

/-- Set whether the kernel is asked about what is declared, in all scopes. -/
def askKernel (ask : Bool) (p : Progress) : Progress :=
  { p with state := { p.state with scopes := go p.state.scopes } }
where
  go : List Command.Scope → List Command.Scope
    | [] => []
    | scope :: rest =>
      { scope with opts := scope.opts.set `debug.skipKernelTC (DataValue.ofBool !ask) } :: go rest

/-- Whether something speaks of the kernel, as `decide +kernel` does; comments do not count. -/
partial def speaksOfKernel (stx : Syntax) : Bool :=
  match stx with
  | .ident _ _ name _ => lastPart name == "kernel"
  | .node _ kind args => kind != ``Parser.Command.docComment && loop args 0
  | _ => false
where
  loop (args : Array Syntax) (i : Nat) : Bool :=
    if i < args.size then speaksOfKernel args[i]! || loop args (i + 1) else false

/-- Elaborate a candidate on top of the preamble. With `trust` the kernel is not asked about what is
declared, which is left to `recheck`, before the candidate first speaks of it: the outcome of
`decide +kernel` is what the kernel says, also where a default value has it tried.

What Lean cannot parse, and of which it has made something that is not allowed, is passed over. -/
partial def candidateLoop (input : Parser.InputContext) (table : Table) (limits : Limits)
    (ref : Reference) (trust : Bool) (p : Progress) (sorries : Bool) : IO Outcome := do
  let (stx, begin_, p) := nextCommand input p
  let found := findRepeat (scopeOf p.state).currNamespace stx ref.commands
  if isSkipped table stx then candidateLoop input table limits ref trust p sorries else
  -- What repeats ours is not elaborated; only what stands before it may break a rule.
  match (if found matches .same then gateTree table stx[0] else gate table stx) with
  | some refusal =>
    if p.failed then
      if Parser.isTerminalCommand stx then return .done p sorries
      candidateLoop input table limits ref trust p sorries
    else return .refused "cheating" refusal p
  | none =>
    if Parser.isTerminalCommand stx then return .done p sorries
    match found with
    | .same => candidateLoop input table limits ref trust p sorries
    | .differs name =>
      return .refused "wrong" ⟨stx, "statement-changed",
        s!"`{showName name}` is not what it is in the problem"⟩ p
    | .no =>
      let marked := forgoCode stx
      if let some refusal := compiled marked then return .refused "wrong" refusal p
      let known := p.state.env.contains ref.target
      let trust := trust && !speaksOfKernel stx
      let p := askKernel (!trust) p
      let p ← elabOne input begin_ p (clamp limits marked)
      let p := if !known && p.failed && p.state.env.contains ref.target then
        { p with broken := true } else p
      candidateLoop input table limits ref trust p (sorries || hasSorry stx)

end BBSynth.Judge
