module

public import Judge.Check
public import Lean.Data.Json

/-!
# The protocol: requests in, verdicts out

One JSON object a line, in and out. A request holds the reference, the name of its theorem, the
candidate, limits, and whether the text of an accepted proof is wanted back, as a file that stands
alone. A reference is elaborated from where it differs from those before it, of which a dozen are
kept.

The process is started as `MARKER TABLE MODULE…`. Its first line says that it is ready, and names
the constants of the imported modules (but Lean's own) that are not proved: there should be none.
Replies are lines that begin with `MARKER`; whatever else appears on the output is not a reply.

This is written without polymorphic library functions such as `List.map`, whose code an embedded
Lean may lack, and so are the modules before it.
-/

public section

namespace BBSynth.Judge

open Lean

/-! ## One candidate -/

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
      let position := match refusal.stx.getPos? with
        | some pos => some (input.fileMap.toPosition pos)
        | none => none
      return ({ status := status, rule := refusal.rule, detail := refusal.detail,
                position := position, messages := p.messages.toList },
              { elaborate := t1 - t0 })
    | .done p sorries =>
      let (verdict, compare, recheckTime) ← judgeTerms ref limits p sorries
      let source := if verdict.status == "proved" then
        joinBefore p.texts (joinBefore ref.texts "") else ""
      return ({ verdict with messages := p.messages.toList, source := ref.header ++ source },
              { elaborate := t1 - t0, compare := compare, recheck := recheckTime })

/-! ## Requests and replies, as JSON -/

def jsonNat (n : Nat) : Json := Json.num (JsonNumber.fromNat n)

def jsonNames (names : List Name) : Json := Json.arr (go names #[])
where
  go : List Name → Array Json → Array Json
    | [], acc => acc
    | n :: rest, acc => go rest (acc.push (Json.str (showName n)))

def positionJson : Option Position → Json
  | none => Json.null
  | some p => Json.mkObj [("line", jsonNat p.line), ("column", jsonNat p.column)]

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

def replyJson (id : Nat) (v : Verdict) (t : Times) (source : Bool) : IO Json := do
  let messages ← messagesJson v.messages 20
  let detail := if v.detail.length > 500 then (v.detail.take 500).toString ++ "…" else v.detail
  return Json.mkObj [("id", jsonNat id), ("status", Json.str v.status), ("rule", Json.str v.rule),
    ("detail", Json.str detail), ("position", positionJson v.position), ("messages", Json.arr messages),
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

/-! ## What can be imported -/

/-- The identifiers under given roots, in order. -/
partial def namesUnder (roots : List Name) (stx : Syntax) (acc : List Name) : List Name :=
  match stx with
  | .ident _ _ name _ => if contains name.getRoot roots then name :: acc else acc
  | .node _ _ args => loop args args.size acc
  | _ => acc
where
  loop (args : Array Syntax) (i : Nat) (acc : List Name) : List Name :=
    match i with
    | 0 => acc
    | i + 1 => loop args i (namesUnder roots args[i]! acc)

def sameNames : List Name → List Name → Bool
  | [], [] => true
  | a :: as, b :: bs => a == b && sameNames as bs
  | _, _ => false

/-- What a reference may be elaborated in: Lean's `Init`, and modules of ours. -/
structure World where
  modules : List Name
  env : Environment

/-- The worlds that were asked for, the last one first. There is always the one that the process
began with, the library; a problem that brings its own definitions has one without any module, and a
problem may import modules that the library does not. -/
structure Worlds where
  roots : List Name
  library : World
  others : IO.Ref (List World)

def findWorld (modules : List Name) : List World → Option World
  | [] => none
  | world :: rest => if sameNames modules world.modules then some world else findWorld modules rest

def importsOf : List Name → Array Import → Array Import
  | [], acc => acc
  | name :: rest, acc => importsOf rest (acc.push { module := name })

/-- Import Lean's `Init` and modules of ours. The error names what is not proved in them. -/
def World.load (roots modules : List Name) : IO (Except (List Name) World) := do
  let env ← importModules (importsOf modules #[{ module := `Init }]) {} 0 (loadExts := true)
  match audit env roots 0 [] with
  | [] => return .ok { modules := modules, env := env }
  | unproved => return .error unproved

def showNames : List Name → String
  | [] => ""
  | [name] => showName name
  | name :: rest => showName name ++ ", " ++ showNames rest

/-- The environment for a reference, by its imports. -/
def Worlds.of (worlds : Worlds) (reference : String) : IO (Except String Environment) := do
  let (header, _, _) ← Parser.parseHeader (mkInput reference "<reference>")
  let modules := namesUnder worlds.roots header []
  let others ← worlds.others.get
  match findWorld modules (worlds.library :: others) with
  | some world => return .ok world.env
  | none =>
    match ← World.load worlds.roots modules with
    | .error unproved => return .error s!"not proved in what is imported: {showNames unproved}"
    | .ok world =>
      -- Two are kept: a world takes tens of megabytes and a part of a second to import.
      worlds.others.set (match others with
        | last :: _ => [world, last]
        | [] => [world])
      return .ok world.env

/-! ## The process -/

/-- How many references are kept. -/
def referencesKept : Nat := 12

def firstReferences : Nat → List Reference → List Reference
  | n + 1, ref :: rest => ref :: firstReferences n rest
  | _, _ => []

/-- The reference that a request asks for, if it is one of these, and the others. -/
def takeReference (r : Request) : List Reference → Option Reference × List Reference
  | [] => (none, [])
  | ref :: rest =>
    if ref.text == r.reference && ref.target == r.target && ref.limits == r.limits
    then (some ref, rest)
    else
      let (found, others) := takeReference r rest
      (found, ref :: others)

/-- The reference that a request asks for: one of those that were asked for last, or elaborated. The
error is the rule of a verdict, and the reason. -/
def findReference (worlds : Worlds) (table : Table) (recent : IO.Ref (List Reference))
    (r : Request) : IO (Except (String × String) Reference) := do
  let (found, others) := takeReference r (← recent.get)
  match found with
  | some ref =>
    recent.set (ref :: others)
    return .ok ref
  | none =>
    match ← worlds.of r.reference with
    | .error e => return .error ("library", e)
    | .ok env =>
      match ← elabReference env table r.limits r.reference r.target others with
      | .error e => return .error ("reference", e)
      | .ok ref =>
        match ground env ref with
        | .error name =>
          let detail := s!"the statement rests on `{showName name}`, which is not proved"
          return .error ("reference", detail)
        | .ok clean =>
          let ref := { ref with clean := clean }
          recent.set (firstReferences referencesKept (ref :: others))
          return .ok ref

def answer (worlds : Worlds) (table : Table) (recent : IO.Ref (List Reference)) (r : Request) :
    IO (Verdict × Times) := do
  let t0 ← IO.monoMsNow
  match ← findReference worlds table recent r with
  | .error (rule, detail) =>
    return ({ status := "harness-error", rule := rule, detail := detail }, {})
  | .ok ref =>
    let t1 ← IO.monoMsNow
    let (verdict, times) ← judge table ref r.limits r.candidate
    return (verdict, { times with reference := t1 - t0 })

partial def loop (out : IO.FS.Stream) (marker : String) (worlds : Worlds) (table : Table)
    (recent : IO.Ref (List Reference)) : IO Unit := do
  let stdin ← IO.getStdin
  let line ← stdin.getLine
  if line.isEmpty then return
  match parseRequest line with
  | .error e =>
    reply out marker (Json.mkObj [("error", Json.str e)])
  | .ok r =>
    let result ← (answer worlds table recent r).toBaseIO
    match result with
    | .ok (verdict, times) => reply out marker (← replyJson r.id verdict times r.source)
    | .error e =>
      reply out marker (← replyJson r.id
        { status := "harness-error", rule := "exception", detail := e.toString } {} false)
  loop out marker worlds table recent

def namesOf : List String → List Name
  | [] => []
  | name :: rest => name.toName :: namesOf rest

def rootsOf : List Name → List Name
  | [] => []
  | name :: rest => name.getRoot :: rootsOf rest

/-- Read the table, import the modules, say *ready*, and answer requests until the input ends.

The process is ended here and not by returning, since an embedded Lean cannot take a result of a
program that was linked. -/
unsafe def run (args : List String) : IO UInt32 := do
  match args with
  | marker :: tableFile :: names =>
    let start ← IO.monoMsNow
    let out ← IO.getStdout
    let text ← IO.FS.readFile tableFile
    let table ← match readTable (text.splitOn "\n") {} with
      | .ok table => pure table
      | .error line => throw (IO.userError s!"{tableFile} has a line without four columns: {line}")
    let searchPath ← addSearchPathFromEnv []
    searchPathRef.set searchPath
    enableInitializersExecution
    let modules := namesOf names
    let roots := rootsOf modules
    let loaded ← World.load roots modules
    let ready ← IO.monoMsNow
    let unproved := match loaded with
      | .ok _ => []
      | .error names => names
    reply out marker (Json.mkObj [("ready", Json.bool true), ("judge", Json.str judgeVersion),
      ("lean", Json.str versionString), ("commit", Json.str githash),
      ("unproved", jsonNames unproved), ("milliseconds", jsonNat (ready - start))])
    match loaded with
    | .error _ => IO.Process.exit 1
    | .ok library =>
      let worlds : Worlds := { roots := roots, library := library, others := ← IO.mkRef [] }
      loop out marker worlds table (← IO.mkRef [])
      IO.Process.exit 0
  | _ =>
    let err ← IO.getStderr
    err.putStrLn "usage: lean --run Judge.lean MARKER TABLE MODULE..."
    IO.Process.exit 2

end BBSynth.Judge
