module

public import Lean.Elab.Frontend

/-!
# What the library consists of

`lean --run Declarations.lean SOURCE MODULE…` writes a table of the commands of the library to its
standard output. The given modules, and what they import, are compiled and on `LEAN_PATH`; their texts are
below `SOURCE`. A module comes after those that it imports. Each row has columns separated by tabs,
in which `BBSynth` is left out where names begin with it:

1. the module
2. the line on which the command begins
3. the line on which it ends
4. what it is: `theorem`, `def`, `namespace`, `open`, …
5. the names that it declares, its own before those of its fields, or the namespace that it opens
6. the declarations that it needs, each by the first of its names, in the order of the library
7. a text

A declaration needs what its terms are made of after elaboration, so instances are there, and what
tactics have found. It also needs what `simp` and `unfold` are told to use, as terms need not show
it. What Lean has derived from a declaration, such as matchers and equations, stands for what it is
made of.

A `variable` command has a row for each binder, which is the text. A `structure` is followed by a row
for each `parameter`, with its binder as text, and each `field`, with its type as text. Its own text
is its type, if that is given.

This is written without polymorphic library functions, whose code an embedded Lean may lack.
-/

public section

open Lean

namespace BBSynth.Declarations

/-! ## Texts -/

/-- A command of a module. -/
structure Entry where
  /-- How many there are before it. -/
  place : Nat
  module : Name
  first : Nat
  last : Nat
  /-- The namespace in which its identifiers are looked up, and what is open there besides. -/
  space : Name
  opened : List OpenDecl
  stx : Syntax
  text : String

/-- What the commands `namespace`, `section` and `open` have brought about. -/
structure Scope where
  space : Name := .anonymous
  opened : List OpenDecl := []

def lastPart : Name → String
  | .str _ s => s
  | _ => ""

/-- A name as text. (`Name.toString` escapes, and an embedded Lean lacks a part of its code.) -/
def showName : Name → String
  | .anonymous => ""
  | .str .anonymous s => s
  | .str p s => showName p ++ "." ++ s
  | .num .anonymous n => n.repr
  | .num p n => showName p ++ "." ++ n.repr

def isDeclaration (stx : Syntax) : Bool := stx.getKind == ``Parser.Command.declaration

/-- What a command is: the last part of the name of its syntax. -/
def kindOf (stx : Syntax) : String :=
  match lastPart (if isDeclaration stx then stx[1].getKind else stx.getKind) with
  | "definition" => "def"
  | kind => kind

/-- The name that a declaration gives, as it stands there. -/
def givenName (stx : Syntax) : Name :=
  if isDeclaration stx && stx[1][1].getKind == ``Parser.Command.declId then stx[1][1][0].getId
  else .anonymous

/-- The namespace in which the identifiers of a declaration are looked up. -/
def innerSpace (space given : Name) : Name :=
  if given.getRoot == `_root_ then (given.replacePrefix `_root_ .anonymous).getPrefix
  else space ++ given.getPrefix

/-- The identifiers in a part of a command. -/
partial def identifiers (stx : Syntax) (acc : List Name) : List Name :=
  match stx with
  | .ident _ _ name _ => name :: acc
  | .node _ _ args => loop args 0 acc
  | _ => acc
where
  loop (args : Array Syntax) (i : Nat) (acc : List Name) : List Name :=
    if i < args.size then loop args (i + 1) (identifiers args[i]! acc) else acc

/-- What the tactics `simp`, `unfold` and those like them are told to use. -/
partial def toldToUse (stx : Syntax) (acc : List Name) : List Name :=
  match stx with
  | .node _ kind args =>
    if kind == ``Parser.Tactic.simpLemma || kind == ``Parser.Tactic.unfold ||
        kind == ``Parser.Tactic.delta then identifiers stx acc
    else loop args 0 acc
  | _ => acc
where
  loop (args : Array Syntax) (i : Nat) (acc : List Name) : List Name :=
    if i < args.size then loop args (i + 1) (toldToUse args[i]! acc) else acc

/-- The outermost parts of a kind, in order, and those before them. -/
partial def partsOf (kind : Name) (stx : Syntax) (acc : Array Syntax) : Array Syntax :=
  match stx with
  | .node _ other args => if other == kind then acc.push stx else loop args 0 acc
  | _ => acc
where
  loop (args : Array Syntax) (i : Nat) (acc : Array Syntax) : Array Syntax :=
    if i < args.size then loop args (i + 1) (partsOf kind args[i]! acc) else acc

/-- The text of a part of a command, on one line. -/
def textOf (text : String) (stx : Syntax) : String :=
  match stx.getPos?, stx.getTailPos? with
  | some start, some stop => Id.run do
    let mut words := ""
    for line in (Substring.Raw.mk text start stop).toString.splitOn "\n" do
      let word := line.trimAscii.toString
      words := if words.isEmpty || word.isEmpty then words ++ word else words ++ " " ++ word
    return words
  | _, _ => ""

/-- The innermost scope. -/
def innermost (scopes : List Scope) : Scope :=
  match scopes with
  | [] => {}
  | scope :: _ => scope

/-- The scopes after a command. -/
def scopesAfter (env : Environment) (stx : Syntax) (scopes : List Scope) : List Scope := Id.run do
  let here := innermost scopes
  let kind := stx.getKind
  if kind == ``Parser.Command.namespace then
    return { here with space := here.space ++ stx[1].getId } :: scopes
  if kind == ``Parser.Command.section then
    return here :: scopes
  if kind == ``Parser.Command.end then
    return match scopes with
      | _ :: outer => outer
      | [] => []
  if kind == ``Parser.Command.open then
    let mut opened := here.opened
    for name in identifiers stx [] do
      for space in ResolveName.resolveNamespace env here.space here.opened name do
        opened := .simple space [] :: opened
    return match scopes with
      | _ :: outer => { here with opened := opened } :: outer
      | [] => [{ here with opened := opened }]
  return scopes

/-- The commands of a module, the last one first, before which there are so many. -/
partial def commands (env : Environment) (module : Name) (before : Nat) (file : System.FilePath) :
    IO (List Entry) := do
  let text ← IO.FS.readFile file
  let input : Parser.InputContext := {
    inputString := text, fileName := file.toString, fileMap := FileMap.ofString text,
    endPos := text.rawEndPos, endPos_valid := by simp }
  let (_, parser, _) ← Parser.parseHeader input
  loop text input parser [] before []
where
  loop (text : String) (input : Parser.InputContext) (parser : Parser.ModuleParserState)
      (scopes : List Scope) (place : Nat) (acc : List Entry) : IO (List Entry) := do
    let here := innermost scopes
    let (stx, parser, messages) := Parser.parseCommand input
      { env := env, options := {}, currNamespace := here.space, openDecls := here.opened } parser {}
    if messages.hasErrors then
      throw (IO.userError s!"{file}: cannot parse {textOf text stx}")
    if Parser.isTerminalCommand stx then return acc
    let (some start, some stop) := (stx.getPos?, stx.getTailPos?) |
      throw (IO.userError s!"{file}: there is a command without a text")
    let line := fun pos => (input.fileMap.toPosition pos).line
    let entry : Entry := {
      place, module, first := line start, last := line stop, stx, text,
      space := innerSpace here.space (givenName stx), opened := here.opened }
    loop text input parser (scopesAfter env stx scopes) (place + 1) (entry :: acc)

/-! ## What declarations are made of -/

/-- A constant, the place of the command that declares it, and where in the text that is. -/
structure Declared where
  name : Name
  place : Nat
  position : Position

structure Library where
  env : Environment
  /-- For each module that there is, what is declared by its commands. Of what Lean has derived from
  a declaration, only that is here which has a place in the text of its own, such as fields. -/
  declared : Array (List Declared)

unsafe def rangesOf : List (Name × Array EnvExtensionEntry) → Array (Name × DeclarationRanges)
  | [] => #[]
  | (name, entries) :: rest =>
    if name == declRangeExt.name then unsafeCast entries else rangesOf rest

/-- What is declared in a module, the last one first. -/
unsafe def declarations (data : ModuleData) (entries : List Entry) : List Declared :=
  go (rangesOf data.entries.toList).toList []
where
  go : List (Name × DeclarationRanges) → List Declared → List Declared
    | [], acc => acc
    | (name, ranges) :: rest, acc =>
      let position := ranges.selectionRange.pos
      match entryAt position.line entries with
      | some place => go rest ({ name, place, position } :: acc)
      | none => go rest acc
  entryAt (line : Nat) : List Entry → Option Nat
    | [] => none
    | entry :: rest =>
      if entry.first ≤ line && line ≤ entry.last then some entry.place else entryAt line rest

def declaredIn (lib : Library) (name : Name) : List Declared :=
  match lib.env.getModuleIdxFor? name with
  | some i => if i.toNat < lib.declared.size then lib.declared[i.toNat]! else []
  | none => []

def placeOf (name : Name) : List Declared → Option Nat
  | [] => none
  | one :: rest => if one.name == name then some one.place else placeOf name rest

/-- A place among others, in order. -/
def insert (place : Nat) : List Nat → List Nat
  | [] => [place]
  | other :: rest =>
    if place < other then place :: other :: rest
    else if place == other then other :: rest
    else other :: insert place rest

structure Found where
  seen : NameSet := {}
  places : List Nat := []

mutual

/-- Add the command that declares a constant, or, if Lean has derived it, those that declare what it
is made of. -/
partial def visit (lib : Library) (name : Name) (found : Found) : Found :=
  if found.seen.contains name then found else
  let found := { found with seen := found.seen.insert name }
  match declaredIn lib name with
  | [] => found
  | declared =>
    match placeOf name declared with
    | some place => { found with places := insert place found.places }
    | none => visitParts lib name found

/-- Add what the type and the value of a constant are made of. -/
partial def visitParts (lib : Library) (name : Name) (found : Found) : Found :=
  match lib.env.find? name with
  | none => found
  | some info =>
    let found := visitAll lib info.type.getUsedConstants 0 found
    match info.value? (allowOpaque := true) with
    | some value => visitAll lib value.getUsedConstants 0 found
    | none => found

partial def visitAll (lib : Library) (names : Array Name) (i : Nat) (found : Found) : Found :=
  if i < names.size then visitAll lib names (i + 1) (visit lib names[i]! found) else found

end

/-- The constants that an identifier may mean. -/
def meanings (env : Environment) (space : Name) (opened : List OpenDecl) (name : Name) :
    List (Name × List String) := by
  first
    | exact ResolveName.resolveGlobalName env {} space opened name
    | exact ResolveName.resolveGlobalName env space opened name

/-- Add what names mean where a command stands. -/
def visitNames (lib : Library) (entry : Entry) (names : List Name) (found : Found) : Found :=
  match names with
  | [] => found
  | name :: rest =>
    visitNames lib entry rest
      (constants (meanings lib.env entry.space entry.opened name) found)
where
  constants : List (Name × List String) → Found → Found
    | [], found => found
    | (name, _) :: rest, found => constants rest (visit lib name found)

/-! ## Rows -/

/-- Whether a declaration comes before another of the same command: its own name does, then those
that are further up. -/
def Declared.before (own : Name) (a b : Declared) : Bool :=
  if a.name == own then true
  else if b.name == own then false
  else a.position.line < b.position.line ||
    (a.position.line == b.position.line && a.position.column < b.position.column)

/-- What a command declares, in order. -/
def declaredBy (entry : Entry) (all : List Declared) (acc : List Declared) : List Declared :=
  match all with
  | [] => acc
  | one :: rest => declaredBy entry rest (if one.place == entry.place then insert one acc else acc)
where
  own : Name := entry.space ++ Name.mkSimple (lastPart (givenName entry.stx))
  insert (one : Declared) : List Declared → List Declared
    | [] => [one]
    | other :: rest =>
      if one.before own other then one :: other :: rest else other :: insert one rest

/-- A name without that of the library. -/
def shortName (name : Name) : String :=
  showName (if name.getRoot == `BBSynth then name.replacePrefix `BBSynth .anonymous else name)

def shortNames : List Name → List String
  | [] => []
  | name :: rest => shortName name :: shortNames rest

def spaced (texts : List String) : String := " ".intercalate texts

def row (entry : Entry) (kind names needs text : String) : String :=
  "\t".intercalate
    [shortName entry.module, entry.first.repr, entry.last.repr, kind, names, needs, text]

/-- The names of the commands at some places, out of those of all; both are in order. -/
partial def namesAt (places : List Nat) (names : List (Nat × String)) : List String :=
  match places, names with
  | place :: others, (other, name) :: rest =>
    if place == other then name :: namesAt others rest else namesAt places rest
  | _, _ => []

/-- The rows for the binders of a `variable` command. -/
def variableRows (lib : Library) (names : List (Nat × String)) (entry : Entry) :
    List Syntax → List String
  | [] => []
  | binder :: rest =>
    let found := visitNames lib entry (identifiers binder []) {}
    row entry "variable" "" (spaced (namesAt found.places names)) (textOf entry.text binder) ::
      variableRows lib names entry rest

/-- The names that a binder binds; those of an instance are of no use. -/
def boundNames (binder : Syntax) : String :=
  if binder.getKind == ``Parser.Term.instBinder then ""
  else spaced (shortNames (go binder[1].getArgs.toList))
where
  go : List Syntax → List Name
    | [] => []
    | stx :: rest => stx.getId :: go rest

def parameterRows (entry : Entry) : List Syntax → List String
  | [] => []
  | binder :: rest =>
    row entry "parameter" (boundNames binder) "" (textOf entry.text binder) ::
      parameterRows entry rest

/-- The type that a signature gives, if it gives one. -/
def typeOf (entry : Entry) (signature : Syntax) : String :=
  textOf entry.text signature[1][0][1]

def fieldRows (entry : Entry) : List Syntax → List String
  | [] => []
  | field :: rest =>
    row entry "field" (shortName field[1].getId) "" (typeOf entry field[2]) :: fieldRows entry rest

def appended (a b : List String) : List String :=
  match a with
  | [] => b
  | x :: rest => x :: appended rest b

def without (place : Nat) : List Nat → List Nat
  | [] => []
  | other :: rest => if other == place then rest else other :: without place rest

/-- The rows of a command. -/
def rowsOf (lib : Library) (names : List (Nat × String)) (entry : Entry) (declared : List Declared) :
    List String :=
  let stx := entry.stx
  let kind := kindOf stx
  if stx.getKind == ``Parser.Command.variable then
    variableRows lib names entry stx[1].getArgs.toList
  else if stx.getKind == ``Parser.Command.namespace then
    [row entry kind (showName (entry.space ++ stx[1].getId)) "" ""]
  else if stx.getKind == ``Parser.Command.open then
    [row entry kind (spaced (shortNames (identifiers stx []))) "" ""]
  else
    let found := visitNames lib entry (toldToUse stx []) (needs declared {})
    let needed := spaced (namesAt (without entry.place found.places) names)
    let own := spaced (shortNames (namesOf declared))
    if kind == "structure" then
      let signature := stx[1][2]
      row entry kind own needed (typeOf entry signature) :: appended
        (parameterRows entry signature[0].getArgs.toList)
        (fieldRows entry (partsOf ``Parser.Command.structSimpleBinder stx #[]).toList)
    else [row entry kind own needed ""]
where
  needs : List Declared → Found → Found
    | [], found => found
    | one :: rest, found => needs rest (visitParts lib one.name found)
  namesOf : List Declared → List Name
    | [] => []
    | one :: rest => one.name :: namesOf rest

/-- A module of the library: its commands, each with what it declares. -/
abbrev Content := List (Entry × List Declared)

/-- What is declared by the commands of a module, of which the last is the first. -/
def contentOf (declared : List Declared) (entries : List Entry) (acc : Content) : Content :=
  match entries with
  | [] => acc
  | entry :: rest => contentOf declared rest ((entry, declaredBy entry declared []) :: acc)

/-- The first name that each command declares which declares something, the last command first. -/
def firstNames (content : Content) (acc : List (Nat × String)) : List (Nat × String) :=
  match content with
  | [] => acc
  | (_, []) :: rest => firstNames rest acc
  | (entry, one :: _) :: rest => firstNames rest ((entry.place, shortName one.name) :: acc)

/-- Write the table of the modules of the library that were imported. -/
unsafe def write (env : Environment) (source : System.FilePath) : IO Unit := do
  let mut contents : Array Content := #[]
  let mut all : Array (List Declared) := #[]
  let mut names := []
  let mut count := 0
  for module in env.header.moduleNames.toList do
    if module.getRoot == `BBSynth && module != `BBSynth then
      let entries ← commands env module count (modToFilePath source module "lean")
      let declared := declarations env.header.moduleData[all.size]! entries
      let content := contentOf declared entries []
      for _ in entries do count := count + 1
      names := firstNames content names
      all := all.push declared
      contents := contents.push content
    else all := all.push []
  let lib : Library := { env := env, declared := all }
  let mut ordered := []
  for name in names do ordered := name :: ordered
  let out ← IO.getStdout
  for content in contents.toList do
    for (entry, declared) in content do
      for line in rowsOf lib ordered entry declared do out.putStrLn line

def importsOf : List String → Array Import → Array Import
  | [], acc => acc
  | name :: rest, acc => importsOf rest (acc.push { module := name.toName })

end BBSynth.Declarations

unsafe def main (args : List String) : IO UInt32 := do
  match args with
  | source :: names =>
    let searchPath ← addSearchPathFromEnv []
    searchPathRef.set searchPath
    enableInitializersExecution
    let imports := BBSynth.Declarations.importsOf names #[{ module := `Init }]
    let env ← importModules imports {} 0 (loadExts := true)
    BBSynth.Declarations.write env source
    return 0
  | _ =>
    IO.eprintln "usage: lean --run Declarations.lean SOURCE MODULE..."
    return 2
