module

public import Lean.Parser.Command
public import Lean.Parser.Tactic
public import Lean.Parser.Module

/-!
# The gate: what a candidate may say

A candidate's text is parsed, and each command is held against a table of what a proof needs, before
any of it is elaborated. So nothing of a candidate runs that is not in the table.
-/

public section

namespace BBSynth.Judge

open Lean

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

/-- Whether the kernel of a Lean has none of the faults that were known when this was written. Faults
in the checking of inductive types were mended up to 4.33.1, and faults in the counting of
references, with which a proof could change what it had stated, in 4.34.1. What was built before a
release has the number of that release, and may lack what was mended for it. -/
def isSound (major minor patch : Nat) (released : Bool) : Bool :=
  released && (major > 4 || major == 4 && (minor > 34 || minor == 34 && patch ≥ 1))

example : isSound 4 34 1 true ∧ isSound 4 36 0 true ∧ isSound 5 0 0 true := by decide
example : ¬ isSound 4 34 0 true ∧ ¬ isSound 4 28 0 true ∧ ¬ isSound 4 36 0 false := by decide

/-- Whether that holds of the Lean that runs this. -/
def kernelIsSound : Bool :=
  isSound version.major version.minor version.patch version.specialDesc.isEmpty

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

end BBSynth.Judge
