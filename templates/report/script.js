"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const list = document.getElementById("list");
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const stateColours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5fb0", "#8a8a00"];

  // A space-time diagram: symbols in grey, the head in the colour of the state.
  const draw = (picture) => {
    const canvas = element("canvas");
    const [rows, heads, states] = picture;
    const cell = 9;
    canvas.width = rows[0].length * cell;
    canvas.height = rows.length * cell;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Space-time diagram of the first " + (rows.length - 1) + " steps");
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    let most = 1;
    for (const row of rows) for (const symbol of row) most = Math.max(most, parseInt(symbol, 36));
    pen.font = "bold 8px sans-serif";
    pen.textAlign = "center";
    rows.forEach((row, t) => {
      [...row].forEach((symbol, x) => {
        const value = parseInt(symbol, 36);
        if (value) {
          const grey = 225 - Math.round(165 * value / most);
          pen.fillStyle = `rgb(${grey},${grey},${grey})`;
          pen.fillRect(x * cell, t * cell, cell - 1, cell - 1);
        }
      });
      const state = states[t];
      pen.fillStyle = state === "Z" ? "#000" : stateColours[(state.charCodeAt(0) - 65) % stateColours.length];
      pen.fillRect(heads[t] * cell, t * cell, cell - 1, cell - 1);
      pen.fillStyle = "#fff";
      pen.fillText(state, heads[t] * cell + cell / 2 - .5, t * cell + cell - 2);
    });
    return canvas;
  };

  const fill = (box, problem) => {
    const twins = element("div", "twins");
    const words = element("div"), lean = element("div"), run = element("div");
    words.append(element("h3", "", "In words"), element("pre", "", problem.words));
    lean.append(element("h3", "", "In Lean"), element("pre", "", problem.lean));
    if (problem.picture) {
      run.append(element("h3", "", "The first steps, time running downwards"), draw(problem.picture));
      lean.append(run);
    }
    twins.append(words, lean);
    box.append(twins);
    problem.samples.forEach((samples, i) => samples.forEach(([number, status, kind, reason, text]) => {
      const part = element("div", "sample " + (status === "proved" ? "proved" : "failed"));
      const [c, n] = problem.counts[i];
      const verdict = status === "proved" ? "proved" : status + (kind ? ", " + kind : "");
      part.append(element("h3", "", `${data.arms[i]}: sample ${number + 1} (${c} of ${n} are proofs): ${verdict}`));
      part.append(element("pre", "", text || "(empty)"));
      if (reason && status !== "proved") part.append(element("pre", "", reason));
      box.append(part);
    }));
    if (!problem.samples.some((samples) => samples.length)) box.append(element("p", "note", "No sample is kept in this page."));
  };

  const entries = data.problems.map((problem) => {
    const details = element("details");
    details.id = problem.id;
    const summary = element("summary");
    summary.append(element("code", "", problem.id));
    if (problem.automatic) summary.append(element("span", "auto", "auto"));
    const chips = element("span", "chips");
    problem.counts.forEach(([c, n], i) => {
      if (data.minor[i]) return;
      const chip = element("span", "chip", n ? Math.round(100 * c / n) : "–");
      chip.title = `${data.arms[i]}: ${c} of ${n}`;
      if (n && c) chip.style.background = `rgba(var(--good),${(0.15 + 0.6 * c / n).toFixed(2)})`;
      chips.append(chip);
    });
    summary.append(chips);
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.childElementCount === 1) {
        const box = element("div", "inside");
        fill(box, problem);
        details.append(box);
      }
    });
    list.append(details);
    const solved = problem.counts.some(([c], i) => c && data.sampled[i]);
    return [details, `${problem.id} ${problem.family}`.toLowerCase(), solved];
  });

  const filter = document.getElementById("filter"), unsolved = document.getElementById("unsolved");
  const apply = () => {
    const wanted = filter.value.trim().toLowerCase();
    let shown = 0;
    for (const [details, text, solved] of entries) {
      const visible = text.includes(wanted) && !(unsolved.checked && solved);
      details.hidden = !visible;
      shown += visible;
    }
    document.getElementById("count").textContent = `${shown} of ${entries.length} problems`;
  };
  filter.addEventListener("input", apply);
  unsolved.addEventListener("change", apply);
  apply();

  // An address that ends in #<problem-id> leads to the problem, opened.
  const visit = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.parentElement === list) {
      target.open = true;
      target.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", visit);
  visit();
})();
