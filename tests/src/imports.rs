//! Who imports whom, as the sources say it: which folders of a crate form a circle.
//!
//! It is looked at like this. Each folder of `src` is one place, and so is each file that stands directly in `src`. What counts
//! is each path that begins with `crate::` or `super::`, in a `use` or in the middle of code, outside `mod tests`; it leads to
//! the file in which its last known module stands, also through what a `mod.rs` or `lib.rs` shows of its own children. What a
//! module says of its own children with plain `mod` and `use child::` is no import.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each circle of places that import one another, by their names.
///
/// # Panics
/// When the sources cannot be read.
pub fn circles(sources: &Path) -> Vec<BTreeSet<String>> {
    let crate_ = Sources::read(sources);
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, text) in &crate_.texts {
        let from = crate_.place(module);
        for path in paths(text) {
            let to = crate_.place(&crate_.resolve(module, &path));
            if to != from {
                edges.entry(from.clone()).or_default().insert(to);
            }
        }
    }
    knots(&edges)
}

/// A module by its path, such as `["screen", "standing"]`; the crate itself is the empty one.
type Module = Vec<String>;

struct Sources {
    texts: BTreeMap<Module, String>,
    /// The modules that have a folder of their own.
    folders: BTreeSet<Module>,
    /// What a module shows of its children: module and name, and the child.
    shown: BTreeMap<(Module, String), Module>,
}

impl Sources {
    fn read(root: &Path) -> Self {
        let mut sources = Self { texts: BTreeMap::new(), folders: BTreeSet::new(), shown: BTreeMap::new() };
        for file in files(root) {
            let relative = file.strip_prefix(root).expect("below the root").with_extension("");
            let mut module: Module = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
                module.pop();
                sources.folders.insert(module.clone());
            }
            let text = without_comments_and_tests(&std::fs::read_to_string(&file).expect("a source"));
            // A library and a program beside it are one place.
            sources.texts.entry(module).or_default().push_str(&text);
        }
        let shown: Vec<_> = sources.texts.iter().flat_map(|(module, text)| sources.children(module, text)).collect();
        sources.shown.extend(shown);
        sources
    }

    /// What a module shows of its own children, by `use child::Name`.
    fn children(&self, module: &Module, text: &str) -> Vec<((Module, String), Module)> {
        let uses = text.split("use ").skip(1).filter_map(|rest| rest.split_once(';')).map(|(path, _)| path);
        let named = uses.flat_map(expand).filter_map(|path| {
            let (child, name) = (path.first()?, path.last()?);
            let below: Module = module.iter().chain([child]).cloned().collect();
            self.texts.contains_key(&below).then(|| ((module.clone(), name.clone()), below))
        });
        named.collect()
    }

    /// Where a path leads that stands in a module.
    fn resolve(&self, module: &Module, path: &[String]) -> Module {
        let mut at = module.clone();
        let mut rest = path;
        match path.first().map(String::as_str) {
            Some("crate") => (at, rest) = (Vec::new(), &path[1..]),
            _ => {
                while rest.first().is_some_and(|part| part == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
            }
        }
        for part in rest {
            let below: Module = at.iter().chain([part]).cloned().collect();
            if self.texts.contains_key(&below) {
                at = below;
            } else if let Some(shown) = self.shown.get(&(at.clone(), part.clone())) {
                at.clone_from(shown);
            } else {
                break;
            }
        }
        at
    }

    /// The folder in which a module stands, or the file directly in `src`.
    fn place(&self, module: &Module) -> String {
        let folder = if self.folders.contains(module) { module } else { &module[..module.len().saturating_sub(1)] };
        let place = if folder.is_empty() { &module[..] } else { folder };
        if place.is_empty() { "lib".to_owned() } else { place.join("/") }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of sources").flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let mut all: Vec<PathBuf> = files.into_iter().filter(|file| file.extension().is_some_and(|e| e == "rs")).collect();
    all.extend(folders.iter().flat_map(|folder| self::files(folder)));
    all.sort();
    all
}

fn without_comments_and_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The paths in a text that begin with `crate` or `super`, each part by part.
fn paths(text: &str) -> Vec<Vec<String>> {
    let starts = ["crate::", "super::"].iter().flat_map(|word| text.match_indices(word)).map(|(at, _)| at);
    let begins = |at: &usize| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '$'));
    starts.filter(begins).flat_map(|at| expand(path_at(&text[at..]))).collect()
}

/// The path with which a text begins, with its braces.
fn path_at(text: &str) -> &str {
    let mut depth = 0_usize;
    let end = text.char_indices().find(|(_, c)| match c {
        '{' => {
            depth += 1;
            false
        }
        '}' if depth > 0 => {
            depth -= 1;
            depth == 0
        }
        c => depth == 0 && !(c.is_alphanumeric() || matches!(c, '_' | ':')),
    });
    let end = end.map_or(text.len(), |(at, c)| at + if c == '}' { 1 } else { 0 });
    &text[..end]
}

/// `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expand(path: &str) -> Vec<Vec<String>> {
    let parts = |text: &str| -> Vec<String> {
        let words = text.split("::").map(|part| part.split(" as ").next().unwrap_or_default().trim().to_owned());
        words.filter(|part| !part.is_empty() && part != "self").collect()
    };
    let Some((head, tail)) = path.split_once('{') else { return vec![parts(path)] };
    let inner = tail.rsplit_once('}').map_or(tail, |(inner, _)| inner);
    let mut depth = 0_i32;
    let branches = inner.split(|c| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        c == ',' && depth == 0
    });
    let whole = |branch: Vec<String>| parts(head).into_iter().chain(branch).collect();
    branches.filter(|branch| !branch.trim().is_empty()).flat_map(|branch| expand(branch.trim())).map(whole).collect()
}

/// Places from which a way leads back to them, each knot by itself.
fn knots(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reach = |from: &String| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(at) = next.pop() {
            next.extend(edges.get(at).into_iter().flatten().filter(|to| seen.insert((*to).clone())));
        }
        seen
    };
    let all: BTreeMap<&String, BTreeSet<String>> = edges.keys().map(|from| (from, reach(from))).collect();
    let back = |from: &String, to: &String| all.get(to).is_some_and(|reached| reached.contains(from));
    let knots = all.iter().filter(|(from, reached)| reached.contains(**from));
    let knots = knots.map(|(from, reached)| reached.iter().filter(|to| back(from, to)).cloned().collect());
    knots.collect::<BTreeSet<BTreeSet<String>>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let root = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a source");
        }
        circles(root.path()).into_iter().map(|knot| knot.into_iter().collect()).collect()
    }

    #[test]
    fn two_folders_that_import_one_another_are_found() {
        let screen = ("screen/mod.rs", "mod timer;\npub(crate) use timer::timer;\n");
        let timer = ("screen/timer.rs", "use crate::terminal::Timer;\n");
        let terminal = ("terminal/mod.rs", "pub struct Timer;\nfn show() { crate::screen::timer() }\n");
        let circle = vec![vec!["screen".to_owned(), "terminal".to_owned()]];
        assert_eq!(found(&[("lib.rs", ""), screen, timer, terminal]), circle);
        let free = ("terminal/mod.rs", "pub struct Timer;\n");
        assert!(found(&[("lib.rs", ""), screen, timer, free]).is_empty());
    }

    #[test]
    fn braces_super_and_what_is_shown_of_children_are_followed() {
        let lib = ("lib.rs", "mod a;\nmod b;\npub use b::Deep;\n");
        let b = ("b.rs", "use crate::{a::inner::{One, Two}, other};\npub struct Deep;\n");
        let a = ("a/mod.rs", "mod inner;\n");
        assert_eq!(found(&[lib, b, a, ("a/inner.rs", "use super::super::Deep;\n")]), [["a", "b"]]);
        assert!(found(&[lib, b, a, ("a/inner.rs", "use super::Elsewhere;\n")]).is_empty());
    }

    #[test]
    fn comments_tests_and_a_folder_with_itself_are_no_circle() {
        let b = ("b.rs", "// use crate::a::One;\n#[cfg(test)]\nmod tests {\n    use crate::a::One;\n}\n");
        let a = ("a/mod.rs", "mod one;\nuse crate::b::Deep;\n");
        assert!(found(&[("lib.rs", ""), b, a, ("a/one.rs", "use super::two::Two;\n")]).is_empty());
        let own = [("a/mod.rs", "mod one;\nmod two;\n"), ("a/one.rs", "use super::two::X;\n")];
        assert!(found(&[own[0], own[1], ("a/two.rs", "use super::one::Y;\n")]).is_empty());
    }
}
