// The citizen's part of one form, live in both directions. Nothing typed is given up while the page lives: each change is
// one command with an id of its own, sent again until it is answered; the centre takes a doubled one once.
(function () {
  "use strict";
  var list = document.getElementById("parts");
  var status = document.getElementById("status");
  if (!list) return;
  var words = JSON.parse(document.getElementById("words").textContent);
  var CASE = list.dataset.case;
  var FILING = list.dataset.filing;
  var REST = 1000, TYPING_GAP = 2000, PEER_SHOWN = 4000, NO_ANSWER = 15000, LONGEST_PAUSE = 15000;

  var version = Number(list.dataset.version);
  var clock = Number(list.dataset.now) - performance.now(); // the centre's time, never ahead of it
  var queue = [];      // commands not answered yet, oldest first
  var sending = false, failures = 0, retryTimer = 0, over = false;
  var mine = {};       // what this phone last typed, by field
  var dirty = {};      // typed here and not yet queued: field -> rest timer
  var waiting = [];    // continuations to run once nothing is under way

  function say(state, text) { status.dataset.state = state; status.textContent = text; }
  function fill(text, params) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in params ? params[name] : whole; });
  }
  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    var b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    var h = Array.prototype.map.call(b, function (x) { return (x + 256).toString(16).slice(1); }).join("");
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
  }
  function now() { return new Date(clock + performance.now()); }
  function heard(ms) { if (ms) clock = Math.max(clock, ms - performance.now()); }
  function part(id) {
    var all = list.children;
    for (var i = 0; i < all.length; i++) if (all[i].dataset.part === id) return all[i];
    return null;
  }
  function fieldOf(node) { return node.closest ? node.closest(".field") : null; }
  function box(field) { return field.querySelector("input:not([type=radio]), textarea"); }
  function valueOf(field) {
    var one = box(field);
    if (one) return one.value.trim();
    var chosen = field.querySelector("input[type=radio]:checked");
    return chosen ? chosen.value : "";
  }
  function setValue(field, value) {
    var one = box(field);
    if (one) { if (one.value !== value) one.value = value; return; }
    field.querySelectorAll("input[type=radio]").forEach(function (r) { r.checked = r.value === value; });
  }
  function shown(field, value) {
    var chosen = Array.prototype.find.call(field.querySelectorAll("input[type=radio]"), function (r) { return r.value === value; });
    return chosen ? chosen.parentNode.textContent.trim() : value || words.empty;
  }

  // ── sending ──────────────────────────────────────────────────────────────
  function put(kind, target, body, base, then) {
    var command = { id: newId(), kind: kind, target: target, body: body, captured_at: now().toISOString() };
    if (base !== undefined) command.base_version = base;
    queue.push({ command: command, then: then });
    send();
  }
  function settled() { return !queue.length && !Object.keys(dirty).length; }
  function pump() { if (settled()) waiting.splice(0).forEach(function (go) { go(); }); }

  function send() {
    if (sending || over || !queue.length) { pump(); return; }
    clearTimeout(retryTimer);
    sending = true;
    say(failures ? "offline" : "saving", failures ? fill(words.retrying, { count: queue.length }) : words.saving);
    var batch = queue.slice(0, 20);
    var abort = window.AbortController ? new AbortController() : null;
    var limit = setTimeout(function () { if (abort) abort.abort(); }, NO_ANSWER);
    fetch("/f/commands", {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ commands: batch.map(function (b) { return b.command; }) }), signal: abort ? abort.signal : undefined
    }).then(function (answer) {
      if (answer.status === 401 || answer.status === 403) { return answer.json().then(end, function () { end({}); }); }
      if (!answer.ok) throw new Error("status");
      return answer.json().then(function (told) { failures = 0; heard(told.now); taken(batch, told.verdicts); });
    }).catch(function () { failures += 1; }).then(function () {
      clearTimeout(limit);
      sending = false;
      if (over) return;
      if (failures) {
        say("offline", fill(words.retrying, { count: queue.length }));
        var pause = Math.min(LONGEST_PAUSE, 1000 * Math.pow(2, failures - 1)) * (0.7 + 0.6 * Math.random());
        retryTimer = setTimeout(send, pause);
      } else if (queue.length) send();
      else { say("saved", fill(words.saved, { time: now().toTimeString().slice(0, 5) })); pump(); }
    });
  }
  function taken(batch, verdicts) {
    var byId = {};
    verdicts.forEach(function (v) { byId[v.id] = v; });
    var left = false;
    queue = queue.filter(function (entry) {
      var verdict = byId[entry.command.id];
      if (!verdict) return true;
      var outcome = verdict.status === "duplicate" ? verdict.first : verdict.status;
      if (outcome === "held" || outcome === "failed") { left = true; return true; }
      answered(entry, outcome, verdict);
      return false;
    });
    if (left) failures += 1; // our own error or an order not yet possible: again, after a pause
  }
  function answered(entry, outcome, verdict) {
    if (entry.then) entry.then(outcome, verdict);
    if (entry.command.kind !== "patch_answers") return;
    var key = entry.command.body.changes[0].field;
    var field = part("field:" + key);
    if (!field) return;
    var state = verdict.result && verdict.result.fields && verdict.result.fields[key];
    if (outcome === "applied" && state && state.status === "applied") {
      // The page may have been told the value as the centre keeps it before this answer came.
      if (!(key in dirty) && !unsent(key, entry) && Number(field.dataset.toldBase) >= state.version) {
        setValue(field, field.dataset.told);
        field.dataset.value = field.dataset.told;
      }
      field.dataset.base = state.version;
      wrong(field, "");
    } else wrong(field, verdict.error ? verdict.error.sentence : words.not_taken);
  }
  function wrong(field, sentence) {
    var after = field.querySelector(".after");
    var line = field.querySelector(".error.here");
    if (!sentence) { if (line) line.remove(); return; }
    if (!line) { line = document.createElement("p"); line.className = "error here"; line.setAttribute("role", "alert"); after.prepend(line); }
    line.textContent = sentence;
  }
  function end(told) {
    over = true;
    if (feed) feed.close();
    say("over", (told && told.detail) || words.over);
    list.querySelectorAll("input, textarea, button").forEach(function (one) { one.disabled = true; });
  }

  // ── typing ───────────────────────────────────────────────────────────────
  var lastTyping = 0;
  function typing(key) {
    var t = performance.now();
    if (t - lastTyping < TYPING_GAP || over) return;
    lastTyping = t;
    fetch("/f/typing", {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ field: key })
    }).catch(function () {});
  }
  function touched(field) {
    var key = field.dataset.key;
    clearTimeout(dirty[key]);
    dirty[key] = setTimeout(function () { flush(field); }, REST);
    if (!failures) say("saving", words.typing);
    typing(key);
  }
  function flush(field, always) {
    var key = field.dataset.key;
    if (!(key in dirty) && !always) return;
    clearTimeout(dirty[key]);
    delete dirty[key];
    var value = valueOf(field);
    if (value === field.dataset.value && !always) {
      if (!queue.length && !failures) say("saved", fill(words.saved, { time: now().toTimeString().slice(0, 5) }));
      pump();
      return;
    }
    mine[key] = value;
    field.dataset.value = value;
    var change = { field: key, value: value, base: Number(field.dataset.base) };
    if (field.dataset.word) change.word = "phone";
    put("patch_answers", CASE, { changes: [change] });
  }
  function flushAll() {
    Object.keys(dirty).forEach(function (key) { var field = part("field:" + key); if (field) flush(field); else delete dirty[key]; });
  }
  list.addEventListener("input", function (e) {
    var field = fieldOf(e.target);
    if (field && field.dataset.key && e.target.type !== "radio" && !e.isComposing) touched(field);
  });
  list.addEventListener("compositionend", function (e) { var field = fieldOf(e.target); if (field) touched(field); });
  list.addEventListener("change", function (e) {
    var field = fieldOf(e.target);
    if (!field || !field.dataset.key) return;
    if (e.target.type === "radio") dirty[field.dataset.key] = 0;
    flush(field);
  });
  list.addEventListener("focusout", function (e) { var field = fieldOf(e.target); if (field && field.dataset.key) flush(field); });
  list.addEventListener("focusin", function (e) {
    var field = fieldOf(e.target);
    if (field && field.dataset.key) typing(field.dataset.key);
  });
  list.addEventListener("click", function (e) {
    if (!e.target.closest("[data-edit]")) return;
    var field = fieldOf(e.target);
    field.classList.add("editing");
    var first = box(field) || field.querySelector("input:checked") || field.querySelector("input");
    if (first) first.focus();
  });
  list.addEventListener("keydown", function (e) {
    if (e.key !== "Enter" || e.isComposing || e.target.tagName !== "INPUT") return;
    e.preventDefault();
    var boxes = Array.prototype.filter.call(list.querySelectorAll("[data-key] input:not([type=radio]), [data-key] textarea"), function (one) {
      return !one.readOnly && one.offsetParent;
    });
    var next = boxes[boxes.indexOf(e.target) + 1];
    if (next) next.focus(); else e.target.blur();
  });

  // ── photographs ──────────────────────────────────────────────────────────
  // A picture is made small on the phone first: a slow line carries it, and the centre draws it anew anyhow.
  function small(file) {
    if (!window.createImageBitmap) return Promise.resolve(file);
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var scale = Math.min(1, 2200 / Math.max(picture.width, picture.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale); canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(function (blob) { done(blob || file); }, "image/jpeg", 0.85); });
    }).catch(function () { return file; });
  }
  list.addEventListener("change", function (e) {
    if (!e.target.classList.contains("camera") || !e.target.files.length) return;
    var where = fieldOf(e.target), file = e.target.files[0], id = newId();
    e.target.disabled = true;
    say("saving", words.sending);
    function offer(picture, pause) {
      fetch("/f/papers/" + encodeURIComponent(where.dataset.paper) + "?id=" + id, {
        method: "PUT", credentials: "same-origin", headers: { "Content-Type": "image/jpeg" }, body: picture
      }).then(function (answer) {
        if (answer.status >= 500) throw new Error("status");
        return answer.json().then(function (told) {
          e.target.disabled = false;
          e.target.value = "";
          var error = told.detail || (told.error && told.error.sentence);
          wrong(part(where.dataset.part) || where, answer.ok && !error ? "" : error || words.not_taken);
          say("saved", answer.ok && !error ? fill(words.saved, { time: now().toTimeString().slice(0, 5) }) : words.ready);
        });
      }).catch(function () {
        if (over) return;
        say("offline", fill(words.retrying, { count: queue.length + 1 }));
        setTimeout(function () { offer(picture, Math.min(LONGEST_PAUSE, pause * 2)); }, pause);
      });
    }
    small(file).then(function (picture) { offer(picture, 1000); });
  });

  // ── acts ─────────────────────────────────────────────────────────────────
  list.addEventListener("click", function (e) {
    var button = e.target.closest("button[data-act]");
    if (!button || over) return;
    var where = button.closest("[data-part]");
    var act = button.dataset.act;
    button.disabled = true;
    flushAll();
    waiting.push(function () {
      // What is confirmed is what the page shows: the version is that of the page, a newer one comes back as a conflict.
      look().then(function () {
        var told = function (outcome, verdict) {
          if (outcome === "applied") return;
          var fresh = part(where.dataset.part) || where;
          var line = fresh.querySelector(".wrong");
          var again = fresh.querySelector("button[data-act=" + act + "]");
          if (again) again.disabled = false;
          line.textContent = outcome === "conflict" ? words.moved : verdict.error ? verdict.error.sentence : words.not_taken;
          line.hidden = false;
          var open = list.querySelector(".field.is-wrong, .field .need");
          if (act === "confirm" && open) (open.closest(".field") || open).scrollIntoView({ behavior: "smooth", block: "center" });
          look();
        };
        if (act === "confirm") put("confirm_section", CASE, { section: where.dataset.section, party: where.dataset.party, means: "phone" }, version, told);
        else if (act === "sign") put("sign", CASE, { party: button.dataset.party, means: "phone" }, version, told);
        else put("hand_over", FILING, { to: act === "hand" ? "window" : "party" }, version, told);
      });
    });
    pump();
  });

  // ── what comes from the centre ───────────────────────────────────────────
  function apply(view) {
    heard(view.now);
    if (view.version < version) return;
    version = view.version;
    var keep = {};
    view.order.forEach(function (id, place) {
      keep[id] = true;
      var had = part(id);
      var node = had;
      if (view.parts[id]) {
        var holder = document.createElement("template");
        holder.innerHTML = view.parts[id];
        var fresh = holder.content.firstElementChild;
        node = had ? merged(had, fresh) : fresh;
      }
      if (node && list.children[place] !== node) list.insertBefore(node, list.children[place] || null);
    });
    var first = list.firstElementChild;
    if (first && first.dataset.part === "end" && view.parts.end) first.scrollIntoView({ behavior: "smooth", block: "center" });
    Array.prototype.slice.call(list.children).forEach(function (node) {
      if (!keep[node.dataset.part]) { delete dirty[node.dataset.key]; node.remove(); }
    });
  }
  function merged(had, fresh) {
    if (!fresh.dataset.key) { had.replaceWith(fresh); return fresh; }
    var key = fresh.dataset.key;
    var was = had.dataset.value, is = fresh.dataset.value, pending = key in dirty || unsent(key);
    var others = is !== was && fresh.dataset.by !== "me" && Number(fresh.dataset.base) > Number(had.dataset.base);
    var typed = pending ? valueOf(had) : null;
    // What was open on this page stays open, whoever filled it since; it closes when it is confirmed or no longer ours.
    var open = had.classList.contains("editing") || !had.classList.contains("quiet");
    if (open && !fresh.dataset.word && fresh.querySelector("[data-edit]")) fresh.classList.add("editing");
    var focused = had.contains(document.activeElement) && sameKind(had, fresh);
    if (focused) {
      // Under a thumb: the words around the box change, the box itself stays.
      had.className = fresh.className;
      had.querySelector(".name").replaceWith(fresh.querySelector(".name"));
      had.querySelector(".after").replaceWith(fresh.querySelector(".after"));
      ["base", "by", "word", "value"].forEach(function (name) { had.dataset[name] = fresh.dataset[name]; });
      if (!pending) setValue(had, is);
    } else {
      had.replaceWith(fresh);
      if (pending) setValue(fresh, typed);
      had = fresh;
    }
    if (pending) {
      had.dataset.value = key in dirty ? is : typed;
      had.dataset.told = is;
      had.dataset.toldBase = fresh.dataset.base;
    }
    var before = key in mine ? mine[key] : typed;
    if (others && before !== null && before !== undefined && before !== is) takeBack(had, is, before);
    else if (others) { had.classList.remove("flash"); void had.offsetWidth; had.classList.add("flash"); }
    return had;
  }
  function sameKind(a, b) {
    var x = box(a), y = box(b);
    return Boolean(x) === Boolean(y) && (!x || x.readOnly === y.readOnly);
  }
  function unsent(key, beside) {
    return queue.some(function (q) { return q !== beside && q.command.kind === "patch_answers" && q.command.body.changes[0].field === key; });
  }
  function takeBack(field, theirs, own) {
    var bar = document.createElement("div");
    bar.className = "takeback";
    bar.setAttribute("role", "alert");
    var line = document.createElement("p");
    line.textContent = fill(words.theirs, { theirs: shown(field, theirs), own: shown(field, own) });
    var back = document.createElement("button");
    back.type = "button"; back.className = "button second"; back.textContent = words.take_back;
    back.addEventListener("click", function () { bar.remove(); setValue(field, own); flush(field, true); });
    bar.append(line, back);
    field.querySelector(".after").append(bar);
  }
  function look() {
    return fetch("/f/view", { credentials: "same-origin" }).then(function (answer) {
      if (answer.status === 401 || answer.status === 403) return answer.json().then(end, function () { end({}); });
      if (!answer.ok) throw new Error("status");
      return answer.json().then(apply);
    }).catch(function () {});
  }

  var feed = new EventSource("/f/feed");
  feed.addEventListener("view", function (e) { apply(JSON.parse(e.data)); });
  feed.addEventListener("heartbeat", function (e) { heard(JSON.parse(e.data).now); });
  feed.addEventListener("over", function (e) { end(JSON.parse(e.data)); });
  feed.addEventListener("typing", function (e) {
    var field = part("field:" + JSON.parse(e.data).field);
    if (!field) return;
    var line = field.querySelector(".peer");
    if (!line) { line = document.createElement("p"); line.className = "peer"; field.querySelector(".after").prepend(line); }
    line.textContent = words.window_types;
    clearTimeout(line.timer);
    line.timer = setTimeout(function () { line.remove(); }, PEER_SHOWN);
  });
  feed.onopen = function () { if (!over && !queue.length && !Object.keys(dirty).length) say("saved", words.ready); };
  feed.onerror = function () { if (!over && !queue.length) say("offline", words.offline); };
  window.addEventListener("online", function () { failures = Math.min(failures, 1); send(); });
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") { flushAll(); } else send(); });
  window.addEventListener("beforeunload", function (e) { if (!over && !settled()) { flushAll(); e.preventDefault(); e.returnValue = ""; } });
})();
