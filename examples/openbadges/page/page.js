"use strict";

// With script, files are sent one by one, and the reports are added to the page.
(() => {
  const form = document.getElementById("form");
  const main = document.getElementById("main");
  copyButtons(document.body);
  if (!form) {
    sortable(document.getElementById("overview"));
    return;
  }
  const drop = document.getElementById("drop");
  const files = document.getElementById("file");
  const error = document.getElementById("error");
  const submit = document.getElementById("submit");
  const busy = document.getElementById("busy");
  const progress = document.getElementById("progress");
  document.getElementById("drop-here").hidden = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    verify([...files.files]);
  });

  // A drag without files, such as one of a text, is not ours.
  const hasFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    if (!hasFiles(event)) return;
    event.preventDefault();
    verify([...event.dataTransfer.files]);
  });

  // requests returns a form for each badge that a person gave.
  function requests(chosen) {
    const value = (id) => document.getElementById(id)?.value.trim() ?? "";
    const all = chosen.map((file) => ({ name: file.name, field: "file", value: file }));
    for (const field of ["text", "address"]) {
      if (value(field)) all.push({ name: value(field).slice(0, 60), field, value: value(field) });
    }
    for (const one of all) {
      one.body = new FormData();
      one.body.append(one.field, one.value);
      if (value("email")) one.body.append("email", value("email"));
    }
    return all;
  }

  async function verify(chosen) {
    if (submit.disabled) return;
    const all = requests(chosen);
    error.textContent = all.length ? "" : form.dataset.empty;
    if (!all.length) return;
    submit.disabled = true;
    document.getElementById("results")?.remove();
    busy.hidden = false;
    progress.max = all.length;
    progress.value = 0;
    const parts = [];
    const failures = [];
    for (const one of all) {
      try {
        parts.push(await ask(one));
      } catch (why) {
        failures.push(all.length > 1 ? one.name + ": " + why.message : why.message);
      }
      progress.value++;
    }
    busy.hidden = true;
    submit.disabled = false;
    error.textContent = failures.join("\n");
    if (parts.length) show(joined(parts));
  }

  // ask returns the results that the server shows for a form.
  async function ask(one) {
    let page;
    try {
      const answer = await fetch(form.action, { method: "POST", body: one.body });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      throw new Error(form.dataset.failed);
    }
    const results = page.getElementById("results");
    if (!results) throw new Error(page.querySelector("#refusal p")?.textContent ?? form.dataset.failed);
    return results;
  }

  // joined returns one section of results: a table, and a report for each row.
  function joined(parts) {
    const whole = parts[0];
    const rows = whole.querySelector("tbody");
    const tables = parts.map((part) => decoded(part.querySelector("#csv").href));
    parts.forEach((part, i) => {
      const result = part.querySelector(".result");
      const row = part.querySelector("tbody tr");
      result.id = "badge-" + (i + 1);
      result.querySelector(".json").download = "report-" + (i + 1) + ".json";
      row.querySelector("a").href = "#" + result.id;
      rows.append(row);
      whole.append(result);
    });
    const overview = whole.querySelector("#overview");
    overview.hidden = parts.length === 1;
    const [head] = tables[0].split("\n", 1);
    const lines = tables.map((table) => table.slice(head.length + 1));
    whole.querySelector("#csv").href = encoded("text/csv", "\ufeff" + head + "\n" + lines.join(""));
    sortable(overview);
    return whole;
  }

  function show(results) {
    copyButtons(results);
    for (const one of results.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus");
    main.append(results);
    results.querySelector(results.querySelector("#overview").hidden ? ".verdict" : "#overview h2").focus();
  }

  // decoded returns the text of a data URL, and encoded a data URL of a text.
  // decoded returns the text of a data URL, without a byte order mark.
  function decoded(url) {
    const bytes = Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (c) => c.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  }

  function encoded(mediaType, text) {
    const bytes = Array.from(new TextEncoder().encode(text), (b) => String.fromCharCode(b));
    return "data:" + mediaType + ";base64," + btoa(bytes.join(""));
  }

  // copyButtons adds a button to each link of a report.
  function copyButtons(part) {
    if (!navigator.clipboard) return;
    const words = document.documentElement.dataset;
    for (const link of part.querySelectorAll("a.json")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = words.copy;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(decoded(link.href));
        button.textContent = words.copied;
        setTimeout(() => (button.textContent = words.copy), 2000);
      });
      link.after(button);
    }
  }

  // sortable turns the heads of the table of badges into buttons that sort it.
  function sortable(overview) {
    for (const head of overview?.querySelectorAll("thead th") ?? []) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const text = (row) => row.children[head.cellIndex].textContent;
        const body = overview.querySelector("tbody");
        const rows = [...body.rows].sort((a, b) => text(a).localeCompare(text(b), document.documentElement.lang, { numeric: true }));
        body.append(...(down ? rows.reverse() : rows));
      });
    }
  }
})();
