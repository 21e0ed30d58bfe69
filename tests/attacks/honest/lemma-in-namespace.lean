-- expect: proved
-- The word `lemma` of Mathlib, indented, after `in`, and after attributes.
namespace Foo
  lemma bar : machine.HaltsAfter 6 := Machine.haltsAfter_of_check (by decide +kernel)
end Foo
set_option maxRecDepth 1000 in lemma baz : machine.HaltsAfter 6 := Foo.bar
/-- One more. -/ @[simp] lemma foo : machine.HaltsAfter 6 := baz
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := foo
