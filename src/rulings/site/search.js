// Finds entries that hold every word of the question. Without this script the box stays hidden.
"use strict";
(function () {
  const MOST = 40;
  const form = document.querySelector("form.search");
  const box = document.getElementById("search");
  const found = document.getElementById("found");
  const entries = (window.rulingsSearch || []).map(function (entry) {
    return { entry: entry, text: (entry[1] + " " + entry[2]).toLowerCase() };
  });

  function item(entry) {
    const line = document.createElement("li");
    const kind = document.createElement("span");
    const link = document.createElement("a");
    const name = document.createElement("code");
    kind.className = "word";
    kind.textContent = entry[0];
    link.href = entry[3];
    link.textContent = entry[1];
    name.textContent = entry[2];
    line.append(kind, " ", link, " ", name);
    return line;
  }

  function note(text) {
    const line = document.createElement("p");
    line.className = "note";
    line.textContent = text;
    return line;
  }

  function answer() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.replaceChildren();
    if (!words.length) {
      return;
    }
    const hits = entries.filter(function (one) {
      return words.every(function (word) {
        return one.text.includes(word);
      });
    });
    const list = document.createElement("ul");
    hits.slice(0, MOST).forEach(function (one) {
      list.append(item(one.entry));
    });
    found.append(hits.length ? list : note(found.dataset.none));
    if (hits.length > MOST) {
      found.append(note(found.dataset.more));
    }
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    answer();
  });
  box.addEventListener("input", answer);
})();
