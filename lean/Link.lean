module

public import Lean.Elab.Frontend
public import Lean.Compiler.IR

/-!
# Linking a program for the interpreter

`lean --run Link.lean TARGET MAIN FOLDER MODULE…` collects the code of the definition `MAIN`, and of
all that it calls in the given modules, compiled below `FOLDER`, in one module: the file `TARGET`.
A file that imports only this module can be run with `lean --run`. Nothing of Lean's library has to
be imported for it, which is what takes time where compiled modules cannot be mapped into memory.

The code of a module is in the file `.ir` beside it. What it calls of Lean itself is part of the
program `lean`; of that the linked module has the signatures, as Lean's own modules would have them.

This relies on how Lean 4.28 keeps code, and is used with the embedded Lean only, which is pinned.
Like the judge it uses no polymorphic library functions, whose code the embedded Lean may lack.
-/

public section

open Lean IR

namespace BBSynth.Link

/-- Find a declaration in an array that is sorted by `Name.quickLt`, in the range from `low` to
`high`, the end not included. -/
partial def search (decls : Array Decl) (name : Name) (low high : Nat) : Option Decl :=
  if low < high then
    let middle := (low + high) / 2
    let decl := decls[middle]!
    if decl.name == name then some decl
    else if Name.quickLt decl.name name then search decls name (middle + 1) high
    else search decls name low middle
  else none

/-- Find a declaration among those of several modules. -/
def findOwn (name : Name) : List (Array Decl) → Option Decl
  | [] => none
  | decls :: rest =>
    match search decls name 0 decls.size with
    | some decl => some decl
    | none => findOwn name rest

/-- The functions that are called, or made closures of, in a body. -/
partial def uses (body : FnBody) (acc : List Name) : List Name :=
  match body with
  | .vdecl _ _ value rest =>
    match value with
    | .fap name _ => uses rest (name :: acc)
    | .pap name _ => uses rest (name :: acc)
    | _ => uses rest acc
  | .jdecl _ _ value rest => uses rest (uses value acc)
  | .case _ _ _ branches => loop branches 0 acc
  | .ret _ => acc
  | .jmp _ _ => acc
  | .unreachable => acc
  | other => uses other.body acc
where
  loop (branches : Array Alt) (i : Nat) (acc : List Name) : List Name :=
    if i < branches.size then loop branches (i + 1) (uses branches[i]!.body acc) else acc

structure State where
  seen : NameSet := {}
  decls : List Decl := []
  /-- What neither the modules nor Lean have. -/
  missing : List Name := []

/-- The signature alone: the program `lean` has the code. -/
def signature : Decl → Decl
  | .fdecl name params type _ _ => .extern name params type { entries := [.opaque] }
  | decl => decl

/-- The name of the variant of a function whose arguments are all pointers. -/
def boxed (name : Name) : Name := .str name "_boxed"

mutual

/-- Collect a function, its boxed variant, and what they call. -/
partial def visit (env : Environment) (own : List (Array Decl)) (name : Name) (s : State) : State :=
  if s.seen.contains name then s else
  let s := { s with seen := s.seen.insert name }
  match findOwn name own with
  | some decl =>
    let s := { s with decls := decl :: s.decls }
    let s := match findOwn (boxed name) own with
      | some _ => visit env own (boxed name) s
      | none => s
    match decl with
    | .fdecl _ _ _ body _ => visitAll env own (uses body []) s
    | .extern .. => s
  | none =>
    match findEnvDecl env name true with
    | some decl =>
      let s := { s with decls := signature decl :: s.decls }
      match findEnvDecl env (boxed name) true with
      | some _ => visit env own (boxed name) s
      | none => s
    | none => { s with missing := name :: s.missing }

partial def visitAll (env : Environment) (own : List (Array Decl)) (names : List Name) (s : State) :
    State :=
  match names with
  | [] => s
  | name :: rest => visitAll env own rest (visit env own name s)

end

/-- A function of another name that calls the given one. -/
partial def alias (newName : Name) : Decl → Decl
  | .fdecl name params type _ info =>
    -- No function has so many variables that this number was taken.
    let result : VarId := { idx := 1000000000 }
    .fdecl newName params type (.vdecl result type (.fap name (arguments params 0 #[]))
      (.ret (.var result))) info
  | decl => decl
where
  arguments (params : Array Param) (i : Nat) (acc : Array Arg) : Array Arg :=
    if i < params.size then arguments params (i + 1) (acc.push (.var params[i]!.x)) else acc

/-- The declarations, and `main`, which calls a function among them, boxed or not. -/
def withMain (root : Name) (all : List Decl) : List Decl → List Decl
  | [] => all
  | decl :: rest =>
    if decl.name == root then withMain root (alias `main decl :: all) rest
    else if decl.name == boxed root then withMain root (alias (boxed `main) decl :: all) rest
    else withMain root all rest

/-! ## Sorting by name -/

partial def halves (decls a b : List Decl) : List Decl × List Decl :=
  match decls with
  | [] => (a, b)
  | decl :: rest => halves rest (decl :: b) a

partial def merge (a b : List Decl) (acc : Array Decl) : Array Decl :=
  match a, b with
  | [], [] => acc
  | x :: rest, [] => merge rest [] (acc.push x)
  | [], y :: rest => merge [] rest (acc.push y)
  | x :: restA, y :: restB =>
    if Name.quickLt x.name y.name then merge restA b (acc.push x) else merge a restB (acc.push y)

partial def sorted (decls : List Decl) : Array Decl :=
  match decls with
  | [] => #[]
  | [decl] => #[decl]
  | decls =>
    let (a, b) := halves decls [] []
    merge (sorted a).toList (sorted b).toList #[]

/-! ## The module -/

partial def namesOf (decls : Array Decl) (i : Nat) (acc : Array Name) : Array Name :=
  if i < decls.size then namesOf decls (i + 1) (acc.push decls[i]!.name) else acc

/-- Lean looks for code in the module that has a constant of the name. So each function gets one,
which means nothing and is never looked at. -/
partial def constantsOf (names : Array Name) (i : Nat) (acc : Array ConstantInfo) :
    Array ConstantInfo :=
  if i < names.size then
    constantsOf names (i + 1) (acc.push (.axiomInfo
      { name := names[i]!, levelParams := [], type := .sort .zero, isUnsafe := true }))
  else acc

/-- The attributes `export`: under which name the program `lean` has a function. -/
partial def exportsOf (env : Environment) (names : Array Name) (i : Nat)
    (acc : Array (Name × Name)) : Array (Name × Name) :=
  if i < names.size then
    exportsOf env names (i + 1) (match getExportNameFor? env names[i]! with
      | some symbol => acc.push (names[i]!, symbol)
      | none => acc)
  else acc

/-- The attributes `extern`: which function in C takes the place of one. -/
partial def externsOf (env : Environment) (names : Array Name) (i : Nat)
    (acc : Array (Name × ExternAttrData)) : Array (Name × ExternAttrData) :=
  if i < names.size then
    externsOf env names (i + 1) (match getExternAttrData? env names[i]! with
      | some data => acc.push (names[i]!, data)
      | none => acc)
  else acc

unsafe def moduleOf (env : Environment) (decls : Array Decl) : ModuleData :=
  let names := namesOf decls 0 #[]
  { isModule := true, imports := #[], extraConstNames := #[],
    constNames := names, constants := constantsOf names 0 #[],
    entries := #[(declMapExt.name, unsafeCast decls),
      (exportAttr.ext.name, unsafeCast (exportsOf env names 0 #[])),
      (externAttr.ext.name, unsafeCast (externsOf env names 0 #[]))] }

/-! ## The program -/

unsafe def declsOf : List (Name × Array EnvExtensionEntry) → Array Decl
  | [] => #[]
  | (name, entries) :: rest =>
    if name == declMapExt.name then unsafeCast entries else declsOf rest

def member (name : Name) : List Name → Bool
  | [] => false
  | other :: rest => name == other || member name rest

/-- Imports of modules of Lean's, without what is said of them. -/
partial def foreign (own : List Name) (imports : Array Import) (i : Nat) (acc : Array Import) :
    Array Import :=
  if i < imports.size then
    let name := imports[i]!.module
    foreign own imports (i + 1) (if member name own then acc else acc.push { module := name })
  else acc

/-- The code of modules, and what they import of Lean. -/
unsafe def read (folder : System.FilePath) (own names : List Name) :
    IO (List (Array Decl) × Array Import) := do
  match names with
  | [] => return ([], #[])
  | name :: rest =>
    let (data, _) ← readModuleData (modToFilePath folder name "ir")
    let (decls, imports) ← read folder own rest
    return (declsOf data.entries.toList :: decls, foreign own data.imports 0 imports)

def toNames : List String → List Name
  | [] => []
  | text :: rest => text.toName :: toNames rest

/-- A name as text. (`Name.toString` escapes, and an embedded Lean lacks a part of its code.) -/
def showName : Name → String
  | .anonymous => ""
  | .str .anonymous s => s
  | .str p s => showName p ++ "." ++ s
  | .num .anonymous n => n.repr
  | .num p n => showName p ++ "." ++ n.repr

def report (names : List Name) : IO Unit := do
  match names with
  | [] => return ()
  | name :: rest =>
    IO.println ("there is no code of " ++ showName name)
    report rest

end BBSynth.Link

open BBSynth.Link in
unsafe def main (args : List String) : IO UInt32 := do
  match args with
  | target :: root :: folder :: modules =>
    let searchPath ← addSearchPathFromEnv []
    searchPathRef.set searchPath
    let own := toNames modules
    let (code, imports) ← read folder own own
    let env ← importModules imports {} 0
    let found := visit env code root.toName {}
    match found.missing with
    | [] =>
      let decls := sorted (withMain root.toName found.decls found.decls)
      saveModuleData target (.mkSimple "Program") (moduleOf env decls)
      return 0
    | missing =>
      report missing
      return 1
  | _ =>
    IO.eprintln "usage: lean --run Link.lean TARGET MAIN FOLDER MODULE..."
    return 2
