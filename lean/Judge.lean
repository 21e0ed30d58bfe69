module

public import Lean.Elab.Frontend

/-!
# The judge

A process that decides, one after the other, whether candidate texts prove given theorems. It is
started as `lean --run Judge.lean MARKER TABLE MODULE…`, imports the modules once, and then answers
requests, one JSON object a line, until its input ends.

A request holds the *reference* (our text of the problem: what it defines, and the theorem with
`sorry` for a proof), the name of the theorem, the *candidate* (untrusted text), limits, and whether
the text of an accepted proof is wanted back, as a file that stands alone. The reference is
elaborated first, from where it differs from the reference before it. What precedes its theorem is
the *preamble*; the type of its theorem is what has to be proved. The candidate is then elaborated on top of the preamble, so that what the
statement speaks of is always ours. A reference that does not import the library is elaborated, with
its candidates, where there is none: on Lean's `Init` alone. The verdict is made from terms:

1. **gate**: every command of the candidate is parsed, and all that it is made of must be in a table
   of what a proof needs, before it is elaborated;
2. **comparison**: the candidate has declared a theorem of that name, with the reference's universe
   parameters and exactly its type;
3. **axioms**: all constants that the theorem rests on are walked; the axioms among them must be
   `propext`, `Classical.choice` or `Quot.sound`;
4. **check**: the kernel is asked about every one of these constants, in an environment that holds
   the imported library and nothing that any elaboration may have left behind; about what the
   statement rests on, once for all candidates. It is this answer that counts. While a candidate is
   elaborated, the kernel is asked only where a tactic may want to know what it says; if it then
   refuses something that was taken on trust, all is done once more with the kernel asked as usual.

Messages are passed on for people to read. No verdict depends on what they say.

Its first line says that it is ready, and names the constants of the imported libraries (but
Lean's own) that are not proved: there should be none.

Replies are lines that begin with `MARKER`; whatever else appears on the output is not a reply.

The file is written without polymorphic library functions such as `List.map`, whose code an
embedded Lean may lack.
-/

public section

namespace BBSynth.Judge

open Lean Elab

/-- Changes whenever a change of this file can change a verdict. -/
def judgeVersion : String := "12"

/-! ## The table: what a candidate may use, and why

The table is the file `gate.tsv` beside this one, with four columns: a sort (`command`,
`declaration`, `modifier`, `attribute`, `option`, `name`, `syntax`), a decision (`allowed`,
`sound`, `skipped`, `refused`), a name, and a reason. What is `sound` is allowed in problems, and
on a Lean whose kernel has no known bug in candidates too. Commands, declarations, modifiers, terms,
tactics and their parts are named by the kinds of their syntax. What is not in the table is refused,
but for names in the text, of which only those in the table are; the other refusals in it are there
for the sake of a better reason. The name of an option may end in `.*`. -/

structure Table where
  /-- Sort and name of what is allowed. -/
  allowed : NameSet := {}
  /-- Sort and name of what is allowed in problems. -/
  given : NameSet := {}
  /-- Whether it is a problem that is looked at, not a candidate. -/
  problem : Bool := false
  /-- Sort and name of what is passed over. -/
  skipped : NameSet := {}
  /-- Sort and name of what is refused, with the reason. -/
  refused : List (Name × String) := []

/-- Sort and name as one key. -/
def key (sort name : String) : Name := Name.mkSimple (sort ++ " " ++ name)

/-- The axioms that a proof may rest on. -/
def allowedAxioms : List Name := [``propext, ``Classical.choice, ``Quot.sound]

/-- A name as text. (`Name.toString` escapes, and an embedded Lean lacks a part of its code.) -/
def showName : Name → String
  | .anonymous => ""
  | .str .anonymous s => s
  | .str p s => showName p ++ "." ++ s
  | .num .anonymous n => n.repr
  | .num p n => showName p ++ "." ++ n.repr

def lastPart : Name → String
  | .str _ s => s
  | _ => ""

def lookup (n : Name) : List (Name × String) → Option String
  | [] => none
  | (m, reason) :: rest => if m == n then some reason else lookup n rest

def contains (n : Name) : List Name → Bool
  | [] => false
  | m :: rest => m == n || contains n rest

/-- Whether the kernel has none of the bugs in the checking of inductive types that were known when
this was written: that in issue 14576 of Lean was mended in 4.33.1. -/
def kernelIsSound : Bool :=
  let v := (Lean.version.major, Lean.version.minor, Lean.version.patch)
  v.1 > 4 || v.1 == 4 && (v.2.1 > 33 || v.2.1 == 33 && v.2.2 ≥ 1)

/-- Read the table. A line that has not four columns is an error. -/
partial def readTable (lines : List String) (table : Table) : Except String Table :=
  match lines with
  | [] => .ok table
  | line :: rest =>
    if line.isEmpty then readTable rest table else
    match line.splitOn "\t" with
    | [sort, decision, name, reason] =>
      let entry := key sort name
      if decision == "allowed" then
        readTable rest { table with allowed := table.allowed.insert entry }
      else if decision == "skipped" then
        readTable rest { table with skipped := table.skipped.insert entry }
      else if decision == "sound" then
        let table := { table with given := table.given.insert entry }
        if kernelIsSound then readTable rest { table with allowed := table.allowed.insert entry }
        else readTable rest { table with refused := (entry, reason) :: table.refused }
      else readTable rest { table with refused := (entry, reason) :: table.refused }
    | _ => .error line

/-! ## The gate -/

structure Limits where
  /-- In thousands, as the option `maxHeartbeats` counts them. -/
  heartbeats : Nat
  recDepth : Nat
  deriving BEq

/-- The heartbeats as the kernel counts them, as many as a machine word can hold at most. -/
def Limits.forKernel (limits : Limits) : USize :=
  let count := limits.heartbeats * 1000
  (if count < 4294967295 then count else 4294967295).toUSize

/-- Why a command is refused: the syntax that is to blame, the rule, and words for a person. -/
structure Refusal where
  stx : Syntax
  rule : String
  detail : String

/-- Refuse what is not in the table as allowed. The rule is the sort. -/
def gateName (table : Table) (sort name : String) (stx : Syntax) : Option Refusal :=
  if table.allowed.contains (key sort name) then none
  else if table.problem && table.given.contains (key sort name) then none else
    let reason := match lookup (key sort name) table.refused with
      | some reason => s!"it {reason}"
      | none => "it is not on the list of what is allowed"
    some ⟨stx, sort, s!"the {sort} `{name}` may not be used: {reason}"⟩

def gateOption (table : Table) (stx : Syntax) : Option Refusal :=
  let name := stx[1].getId
  let family := showName name.getRoot ++ ".*"
  if table.allowed.contains (key "option" family) then none
  else match lookup (key "option" family) table.refused with
    | some _ => gateName table "option" family stx
    | none => gateName table "option" (showName name) stx

def gateAttribute (table : Table) (stx : Syntax) : Option Refusal :=
  -- `attrInstance` is a kind (`local`, `scoped` or nothing) and the attribute itself, whose first
  -- token or identifier is its name.
  let attr := stx[1]
  let name := if attr.getKind == ``Parser.Attr.simple then attr[0].getId else
    match attr[0] with
    | .atom _ text => Name.mkSimple text
    | other => other.getId
  gateName table "attribute" (showName name) stx

def gateModifiers (table : Table) (stx : Syntax) (i : Nat) (fuel : Nat := 16) : Option Refusal :=
  match fuel with
  | 0 => none
  | fuel + 1 =>
    if i < stx.getNumArgs then
      let slot := stx[i]
      -- Every slot is an optional node; `public`/`private`/`protected` stand in a choice.
      if slot.getNumArgs == 0 then gateModifiers table stx (i + 1) fuel else
        match gateName table "modifier" (showName slot[0].getKind) slot with
        | none => gateModifiers table stx (i + 1) fuel
        | refusal => refusal
    else none

/-- Names that a configuration may have as values; `harden` makes sure that they are Lean's own. -/
def plainConstants : List Name := [`true, `false, `none]

/-- What may follow a dot, as in `.all`. -/
def plainConstructors : List Name :=
  [`all, `default, `reducible, `instances, `none, `pos, `neg]

/-- Whether a term is a value of a configuration that can do no harm. The elaborator of a
configuration runs its terms as code, which may be unsafe: this is the one place where it runs
something of the candidate. So a number, a constant, or a structure of these is all there may be. -/
partial def isPlain (stx : Syntax) : Bool :=
  match stx with
  | .atom .. => true
  | .ident _ _ name _ => contains name plainConstants
  | .node _ kind args =>
    if kind == ``Parser.Term.structInstField then
      -- The name of a field, and a value behind it.
      isName args[0]! && rest args 1
    else if kind == ``Parser.Term.dotIdent then
      contains stx[1].getId plainConstructors
    else if kind == nullKind || kind == groupKind || kind == numLitKind || kind == strLitKind ||
        kind == ``Parser.Term.structInst || kind == ``Parser.Term.structInstFields ||
        kind == ``Parser.Term.structInstFieldDef || kind == ``Parser.Term.optEllipsis ||
        kind == ``Parser.Term.paren ||
        kind == ``Parser.Term.app || kind == `«term[_]» ||
        kind == ``Parser.Term.hygienicLParen || kind == hygieneInfoKind ||
        kind == ``Parser.Term.trueVal || kind == ``Parser.Term.falseVal then
      rest args 0
    else false
  | .missing => false
where
  rest (args : Array Syntax) (i : Nat) : Bool :=
    if i < args.size then isPlain args[i]! && rest args (i + 1) else true
  isName (stx : Syntax) : Bool :=
    match stx with
    | .ident .. => true
    | .node _ kind args =>
      (kind == nullKind || kind == ``Parser.Term.structInstLVal) && names args 0
    | _ => false
  names (args : Array Syntax) (i : Nat) : Bool :=
    if i < args.size then isName args[i]! && names args (i + 1) else true

/-- The same value in words that mean the same whatever the candidate has declared: `nat_lit 3` for
`3`, which an instance could change, and `_root_.Bool.true` for `true`. -/
partial def harden (stx : Syntax) : Syntax :=
  match stx with
  | .ident _ _ name _ =>
    if name == `true then mkIdent `_root_.Bool.true
    else if name == `false then mkIdent `_root_.Bool.false
    else if name == `none then mkIdent `_root_.Option.none
    else stx
  | .node info kind args =>
    if kind == numLitKind then .node .none `rawNatLit #[.atom .none "nat_lit", stx]
    else .node info kind (loop args 0)
  | other => other
where
  loop (args : Array Syntax) (i : Nat) : Array Syntax :=
    if i < args.size then loop (args.set! i (harden args[i]!)) (i + 1) else args

/-- The value of a configuration, `(config := …)` or `(name := …)`, which stands before the closing
bracket. -/
def gateConfig (stx : Syntax) : Option Refusal :=
  let value := stx[stx.getNumArgs - 2]
  if isPlain value then none
  else some ⟨value, "syntax", "a configuration may have only numbers and Lean's own constants as \
    values, since Lean runs them as code"⟩

/-- Whether a kind is that of a token that the parser keeps in a node of its own. -/
def isToken : Name → Bool
  | .str (.str .anonymous "token") _ => true
  | _ => false

/-- Refuse an identifier if a part of it is in the table. -/
partial def gateIdent (table : Table) (stx : Syntax) : Name → Option Refusal
  | .str parent part =>
    match lookup (key "name" part) table.refused with
    | some reason => some ⟨stx, "name", s!"the name `{part}` may not be used: it {reason}"⟩
    | none => gateIdent table stx parent
  | .num parent _ => gateIdent table stx parent
  | .anonymous => none

mutual

/-- Look at every node of a command: its kind, and what it says if it is an option, an attribute or
modifiers. -/
partial def gateTree (table : Table) (stx : Syntax) : Option Refusal :=
  match stx with
  | .node _ kind args =>
    let here :=
      if kind == ``Parser.Command.set_option || kind == ``Parser.Term.set_option ||
          kind == ``Parser.Tactic.set_option then
        gateOption table stx
      else if kind == ``Parser.Term.attrInstance then gateAttribute table stx
      else if kind == ``Parser.Command.declModifiers then gateModifiers table stx 0
      else if kind == `Lean.Parser.Tactic.config || kind == `Lean.Parser.Tactic.valConfigItem then
        gateConfig stx
      else if isToken kind then none
      else gateName table "syntax" (showName kind) stx
    match here with
    | some refusal => some refusal
    | none => gateTrees table args 0
  | .ident _ _ name _ => gateIdent table stx name.eraseMacroScopes
  | _ => none

partial def gateTrees (table : Table) (args : Array Syntax) (i : Nat) : Option Refusal :=
  if i < args.size then
    match gateTree table args[i]! with
    | some refusal => some refusal
    | none => gateTrees table args (i + 1)
  else none

end

mutual

/-- The kind of a command, and of the commands and declarations in it. -/
partial def gateKind (table : Table) (stx : Syntax) : Option Refusal :=
  let kind := stx.getKind
  if stx.isMissing || kind == choiceKind then
    some ⟨stx, "command", "this is not a command"⟩
  else match gateName table "command" (showName kind) stx with
  | some refusal => some refusal
  | none =>
    if kind == ``Parser.Command.declaration then
      gateName table "declaration" (showName stx[1].getKind) stx
    else if kind == ``Parser.Command.in then
      match gateKind table stx[0] with
      | some refusal => some refusal
      | none => gateKind table stx[2]
    else if kind == ``Parser.Command.mutual then gateKinds table stx[1].getArgs 0
    else none

partial def gateKinds (table : Table) (args : Array Syntax) (i : Nat) : Option Refusal :=
  if i < args.size then
    match gateKind table args[i]! with
    | some refusal => some refusal
    | none => gateKinds table args (i + 1)
  else none

end

/-- Whether a command is passed over: it only shows something. -/
partial def isSkipped (table : Table) (stx : Syntax) : Bool :=
  if stx.isOfKind ``Parser.Command.in then isSkipped table stx[2]
  else table.skipped.contains (key "command" (showName stx.getKind))

/-- Decide, before a command is elaborated, whether it may be. -/
def gate (table : Table) (stx : Syntax) : Option Refusal :=
  match gateKind table stx with
  | some refusal => some refusal
  | none => gateTree table stx

/-- The most that an option may be set to, if it is a limit. -/
def limitOf (limits : Limits) (name : Name) : Option Nat :=
  if name == `maxHeartbeats || name == `synthInstance.maxHeartbeats then some limits.heartbeats
  else if name == `maxRecDepth then some limits.recDepth
  else if name == `synthInstance.maxSize || name == `exponentiation.threshold then some 1000
  else none

/-- Lower the values of limits that a command sets to those of the request, and `harden` the values
of configurations. -/
partial def clamp (limits : Limits) (stx : Syntax) : Syntax :=
  match stx with
  | .node info kind args =>
    let args := loop args 0
    if kind == ``Parser.Command.set_option || kind == ``Parser.Term.set_option ||
        kind == ``Parser.Tactic.set_option then
      .node info kind (go args 0 (limitOf limits args[1]!.getId))
    else if (kind == `Lean.Parser.Tactic.config || kind == `Lean.Parser.Tactic.valConfigItem) &&
        args.size ≥ 2 then
      .node info kind (args.set! (args.size - 2) (harden args[args.size - 2]!))
    else .node info kind args
  | other => other
where
  loop (args : Array Syntax) (i : Nat) : Array Syntax :=
    if i < args.size then loop (args.set! i (clamp limits args[i]!)) (i + 1) else args
  go (args : Array Syntax) (i : Nat) (limit : Option Nat) : Array Syntax :=
    match limit with
    | none => args
    | some most =>
      if i < args.size then
        match args[i]!.isNatLit? with
        | some value =>
          let value := if value == 0 || value > most then most else value
          args.set! i (Syntax.mkNumLit value.repr)
        | none => go args (i + 1) limit
      else args

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
                 preamble := { p.state with messages := {} }, clean := p.state.env,
                 type := info.type, levelParams := info.levelParams }
  | some _ => return .error s!"`{showName target}` is not a theorem in the reference"

/-- Elaborate the reference up to its theorem. What the kernel says of it is for `ground` to ask. The
commands that it has in common with the reference before it are not elaborated again. -/
def elabReference (env : Environment) (table : Table) (limits : Limits) (text : String)
    (target : Name) (last : Option Reference) : IO (Except String Reference) := do
  let input := mkInput text "<reference>"
  let (_, parser, messages) ← Parser.parseHeader input
  if messages.hasErrors then return .error "the header of the reference cannot be parsed"
  let table := { table with problem := true }
  let shared := match last with
    | some ref =>
      if ref.limits == limits && ref.header == upTo parser.pos text
      then sharedStages text ref.text ref.stages else []
    | none => []
  match shared with
  | stage :: before => referenceLoop input table limits target parser.pos stage before
  | [] =>
    let options := (mkOptions limits).set `debug.skipKernelTC (DataValue.ofBool true)
    let progress := { state := Command.mkState env {} options, parser := parser }
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

/-! ## What the theorem rests on -/

/-- All axioms of Lean's core library. -/
def coreAxioms : List Name := [``propext, ``Classical.choice, ``Quot.sound, ``sorryAx,
  ``Lean.ofReduceBool, ``Lean.ofReduceNat, ``Lean.trustCompiler]

/-- Constants that the kernel computes by running compiled code: as good as axioms. -/
def compilerTrust : List Name := [``Lean.reduceBool, ``Lean.reduceNat]

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

/-- Ask the kernel about each declaration, in order, and add it to an environment of ours. The error
names what was refused. -/
def recheck (env : Environment) (heartbeats : USize) :
    List (Name × Option Declaration) → Except Name Environment
  | [] => .ok env
  | (name, none) :: _ => .error name
  | (name, some decl) :: rest =>
    match env.addDeclCore heartbeats decl none with
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

/-! ## Verdicts -/

def jsonNat (n : Nat) : Json := Json.num (JsonNumber.fromNat n)

def jsonNames (names : List Name) : Json := Json.arr (go names #[])
where
  go : List Name → Array Json → Array Json
    | [], acc => acc
    | n :: rest, acc => go rest (acc.push (Json.str (showName n)))

def positionJson (input : Parser.InputContext) (stx : Syntax) : Json :=
  match stx.getPos? with
  | none => Json.null
  | some pos =>
    let p := input.fileMap.toPosition pos
    Json.mkObj [("line", jsonNat p.line), ("column", jsonNat p.column)]

/-- At most `limit` messages, each cut to 2,000 characters; errors come first. -/
partial def messagesJson (messages : List Message) (limit : Nat) : IO (Array Json) := do
  let errors ← go messages true #[]
  go messages false errors
where
  go (l : List Message) (errors : Bool) (acc : Array Json) : IO (Array Json) := do
    match l with
    | [] => return acc
    | m :: rest =>
      let isError := match m.severity with
        | .error => true
        | _ => false
      if acc.size < limit && isError == errors then
        let text ← m.data.toString
        let severity := match m.severity with
          | .error => "error"
          | .warning => "warning"
          | .information => "information"
        let cut : String := if text.length > 2000 then (text.take 2000).toString ++ "…" else text
        go rest errors (acc.push (Json.mkObj [("severity", Json.str severity),
          ("line", jsonNat m.pos.line), ("column", jsonNat m.pos.column),
          ("text", Json.str cut)]))
      else go rest errors acc

structure Verdict where
  status : String
  rule : String := ""
  detail : String := ""
  position : Json := Json.null
  messages : Array Json := #[]
  axioms : List Name := []
  /-- For a proof, the whole of what was accepted as a text that stands alone. -/
  source : String := ""
  /-- Whether it was the kernel that had the last word, and said no. -/
  refused : Bool := false

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

/-- The texts, of which the last stands first, behind another. -/
def joinBefore (texts : List String) (before : String) : String :=
  match texts with
  | [] => before
  | text :: rest => joinBefore rest before ++ text

/-- Judge one candidate against an elaborated reference. Its imports are passed over: what it may
use is what the reference may use. -/
def judge (table : Table) (ref : Reference) (limits : Limits) (text : String) :
    IO (Verdict × Times) := do
  let (verdict, times) ← once true
  if !verdict.refused then return (verdict, times)
  let (verdict, again) ← once false
  return (verdict, { elaborate := times.elaborate + again.elaborate,
                     compare := times.compare + again.compare,
                     recheck := times.recheck + again.recheck })
where
  once (trust : Bool) : IO (Verdict × Times) := do
    let t0 ← IO.monoMsNow
    let input := mkInput text "<candidate>"
    let (_, parser, messages) ← Parser.parseHeader input
    let start : Progress := { state := ref.preamble, parser := parser, messages := messages }
    let outcome ← candidateLoop input table limits ref trust start false
    let t1 ← IO.monoMsNow
    match outcome with
    | .refused status refusal p =>
      let shown ← messagesJson p.messages.toList 20
      return ({ status := status, rule := refusal.rule, detail := refusal.detail,
                position := positionJson input refusal.stx, messages := shown },
              { elaborate := t1 - t0 })
    | .done p sorries =>
      let (verdict, compare, recheckTime) ← judgeTerms ref limits p sorries
      let shown ← messagesJson p.messages.toList 20
      let source := if verdict.status == "proved" then
        joinBefore p.texts (joinBefore ref.texts "") else ""
      return ({ verdict with messages := shown, source := ref.header ++ source },
              { elaborate := t1 - t0, compare := compare, recheck := recheckTime })

/-! ## The protocol -/

def replyJson (id : Nat) (v : Verdict) (t : Times) (source : Bool) : Json :=
  let detail := if v.detail.length > 500 then (v.detail.take 500).toString ++ "…" else v.detail
  Json.mkObj [("id", jsonNat id), ("status", Json.str v.status), ("rule", Json.str v.rule),
    ("detail", Json.str detail), ("position", v.position), ("messages", Json.arr v.messages),
    ("axioms", jsonNames v.axioms), ("source", Json.str (if source then v.source else "")),
    ("milliseconds", Json.mkObj [("reference", jsonNat t.reference),
      ("elaborate", jsonNat t.elaborate), ("compare", jsonNat t.compare),
      ("recheck", jsonNat t.recheck)])]

structure Request where
  id : Nat
  reference : String
  target : Name
  candidate : String
  limits : Limits
  source : Bool

def parseRequest (line : String) : Except String Request := do
  let j ← Json.parse line
  let id ← (← j.getObjVal? "id").getNat?
  let reference ← (← j.getObjVal? "reference").getStr?
  let target ← (← j.getObjVal? "theorem").getStr?
  let candidate ← (← j.getObjVal? "candidate").getStr?
  let heartbeats ← (← j.getObjVal? "heartbeats").getNat?
  let recDepth ← (← j.getObjVal? "rec_depth").getNat?
  let source ← (← j.getObjVal? "source").getBool?
  return { id := id, reference := reference, target := target.toName, candidate := candidate,
           source := source, limits := { heartbeats := heartbeats, recDepth := recDepth } }

/-- Write a reply on a line of its own, whatever was written before. The output is the one that there
was when the process began. -/
def reply (out : IO.FS.Stream) (marker : String) (j : Json) : IO Unit := do
  out.putStr ("\n" ++ marker ++ " " ++ j.compress ++ "\n")
  out.flush

/-- Whether an identifier under a given root occurs. -/
partial def mentions (roots : List Name) (stx : Syntax) : Bool :=
  match stx with
  | .ident _ _ name _ => contains name.getRoot roots
  | .node _ _ args => loop args 0
  | _ => false
where
  loop (args : Array Syntax) (i : Nat) : Bool :=
    if i < args.size then mentions roots args[i]! || loop args (i + 1) else false

/-- What can be imported: the library, and Lean's `Init` alone, which is read when it is first
asked for. -/
structure Worlds where
  library : Environment
  roots : List Name
  bare : IO.Ref (Option Environment)

/-- The environment for a reference, by its imports. -/
def Worlds.of (worlds : Worlds) (reference : String) : IO Environment := do
  let (header, _, _) ← Parser.parseHeader (mkInput reference "<reference>")
  if mentions worlds.roots header then return worlds.library
  match ← worlds.bare.get with
  | some env => return env
  | none =>
    let env ← importModules #[{ module := `Init }] {} 0 (loadExts := true)
    worlds.bare.set (some env)
    return env

def answer (worlds : Worlds) (table : Table) (cache : IO.Ref (Option Reference)) (r : Request) :
    IO (Verdict × Times) := do
  let t0 ← IO.monoMsNow
  let cached ← cache.get
  let fresh := match cached with
    | some ref =>
      !(ref.text == r.reference && ref.target == r.target && ref.limits == r.limits)
    | none => true
  if fresh then
    cache.set none
    let env ← worlds.of r.reference
    match ← elabReference env table r.limits r.reference r.target cached with
    | .error e => return ({ status := "harness-error", rule := "reference", detail := e }, {})
    | .ok ref =>
      match ground env ref with
      | .error name =>
        let detail := s!"the statement rests on `{showName name}`, which is not proved"
        return ({ status := "harness-error", rule := "reference", detail := detail }, {})
      | .ok clean => cache.set (some { ref with clean := clean })
  let t1 ← IO.monoMsNow
  match ← cache.get with
  | none => return ({ status := "harness-error", rule := "reference", detail := "no reference" }, {})
  | some ref =>
    let (verdict, times) ← judge table ref r.limits r.candidate
    return (verdict, { times with reference := t1 - t0 })

partial def loop (out : IO.FS.Stream) (marker : String) (worlds : Worlds) (table : Table)
    (cache : IO.Ref (Option Reference)) : IO Unit := do
  let stdin ← IO.getStdin
  let line ← stdin.getLine
  if line.isEmpty then return
  match parseRequest line with
  | .error e =>
    reply out marker (Json.mkObj [("error", Json.str e)])
  | .ok r =>
    let result ← (answer worlds table cache r).toBaseIO
    match result with
    | .ok (verdict, times) => reply out marker (replyJson r.id verdict times r.source)
    | .error e =>
      reply out marker (replyJson r.id
        { status := "harness-error", rule := "exception", detail := e.toString } {} false)
  loop out marker worlds table cache

def ownRoots : List String → List Name
  | [] => []
  | name :: rest =>
    if name == "Init" || name == "Std" || name == "Lean" then ownRoots rest
    else name.toName.getRoot :: ownRoots rest

def importsOf : List String → Array Import → Array Import
  | [], acc => acc
  | name :: rest, acc => importsOf rest (acc.push { module := name.toName })

end BBSynth.Judge

open Lean BBSynth.Judge in
unsafe def main (args : List String) : IO UInt32 := do
  match args with
  | marker :: tableFile :: modules =>
    let start ← IO.monoMsNow
    let out ← IO.getStdout
    let text ← IO.FS.readFile tableFile
    let table ← match readTable (text.splitOn "\n") {} with
      | .ok table => pure table
      | .error line => throw (IO.userError s!"{tableFile} has a line without four columns: {line}")
    let searchPath ← addSearchPathFromEnv []
    searchPathRef.set searchPath
    enableInitializersExecution
    let env ← importModules (importsOf modules #[]) {} 0 (loadExts := true)
    let ready ← IO.monoMsNow
    reply out marker (Json.mkObj [("ready", Json.bool true), ("judge", Json.str judgeVersion),
      ("lean", Json.str versionString), ("commit", Json.str githash),
      ("unproved", jsonNames (audit env (ownRoots modules) 0 [])),
      ("milliseconds", jsonNat (ready - start))])
    let cache ← IO.mkRef none
    let worlds : Worlds :=
      { library := env, roots := ownRoots modules, bare := ← IO.mkRef none }
    loop out marker worlds table cache
    return 0
  | _ =>
    IO.eprintln "usage: lean --run Judge.lean MARKER TABLE MODULE..."
    return 2
