// The page on the second monitor: follows the row in focus, turns, zooms, lays two pages side by side, and goes blank.
(function () {
  "use strict";
  var body = document.body, base = "/w/" + encodeURIComponent(body.getAttribute("data-window"));
  var QUIET = 25000, ASK = 3000, STEP = 1.25, MOST = 6;
  function el(id) { return document.getElementById(id); }
  var stage = el("stage"), bar = el("bar"), cut = el("cut"), say = el("say");
  var view = JSON.parse(body.getAttribute("data-view")), at = 0, two = false, zoom = 1, turns = {};
  var feed = null, heard = Date.now(), asking = false;

  function turn(src) { return turns[src] || 0; }
  function shown() { return view.pages ? view.pages.slice(at, at + (two ? 2 : 1)) : []; }

  function lay() {
    var figures = stage.children, count = figures.length;
    if (!count) return;
    var room = { w: (stage.clientWidth - 32 - 16 * (count - 1)) / count, h: stage.clientHeight - 32 };
    for (var i = 0; i < count; i++) {
      var figure = figures[i], img = figure.firstChild, sideways = turn(figure.getAttribute("data-src")) % 2;
      if (!img.naturalWidth) continue;
      var w = img.naturalWidth, h = img.naturalHeight, bw = sideways ? h : w, bh = sideways ? w : h;
      var scale = Math.min(room.w / bw, room.h / bh) * zoom;
      figure.style.width = bw * scale + "px"; figure.style.height = bh * scale + "px";
      img.style.width = w * scale + "px"; img.style.height = h * scale + "px";
      img.style.transform = "translate(-50%, -50%) rotate(" + 90 * turn(figure.getAttribute("data-src")) + "deg)";
    }
  }

  function draw() {
    var wanted = shown(), count = view.pages ? view.pages.length : 0;
    bar.hidden = view.state === "blank";
    el("number").textContent = view.number || "";
    el("name").textContent = view.name || "";
    say.textContent = view.say || "";
    var last = Math.min(at + wanted.length, count);
    el("of").textContent = count ? body.getAttribute("data-of").replace("{page}", wanted.length > 1 ? at + 1 + "–" + last : at + 1).replace("{pages}", count) : "";
    while (stage.firstChild) stage.removeChild(stage.firstChild);
    wanted.forEach(function (src) {
      var figure = document.createElement("figure"), img = new Image();
      figure.setAttribute("data-src", src);
      img.alt = view.name || "";
      img.onload = lay;
      img.onerror = function () { if (shown().indexOf(src) >= 0) ask(); };
      img.src = src;
      figure.appendChild(img);
      stage.appendChild(figure);
    });
    Array.prototype.forEach.call(document.querySelectorAll("[data-act]"), function (button) {
      var act = button.getAttribute("data-act");
      button.disabled = !count || (act === "back" && at === 0) || (act === "next" && last >= count) || (act === "two" && count < 2);
      if (act === "two") button.setAttribute("aria-pressed", two);
    });
    lay();
  }

  function show(next) {
    var other = next.state !== view.state || next.material !== view.material || next.number !== view.number;
    var grown = (next.pages || []).length > (view.pages || []).length;
    if (other) { at = 0; zoom = 1; turns = {}; }
    view = next;
    // A page that was just scanned is the one to look at.
    if (!other && grown) at = Math.max(view.pages.length - (two ? 2 : 1), 0);
    at = Math.min(at, Math.max((view.pages || []).length - 1, 0));
    draw();
  }

  var ACTS = {
    back: function () { at = Math.max(at - (two ? 2 : 1), 0); draw(); },
    next: function () { var step = two ? 2 : 1; if (view.pages && at + step < view.pages.length) at += step; draw(); },
    left: function () { shown().forEach(function (src) { turns[src] = (turn(src) + 3) % 4; }); lay(); },
    right: function () { shown().forEach(function (src) { turns[src] = (turn(src) + 1) % 4; }); lay(); },
    "in": function () { zoom = Math.min(zoom * STEP, MOST); lay(); },
    out: function () { zoom = Math.max(zoom / STEP, 0.5); lay(); },
    fit: function () { zoom = 1; lay(); },
    two: function () { two = !two; draw(); }
  };
  var KEYS = { ArrowLeft: "back", PageUp: "back", ArrowRight: "next", PageDown: "next", l: "left", r: "right", "+": "in", "=": "in", "-": "out", "0": "fit", "2": "two" };
  document.addEventListener("click", function (e) {
    var button = e.target.closest ? e.target.closest("[data-act]") : null;
    if (button && !button.disabled) ACTS[button.getAttribute("data-act")]();
  });
  document.addEventListener("keydown", function (e) {
    var act = KEYS[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (act && !e.ctrlKey && !e.metaKey && !e.altKey && view.pages && view.pages.length) { e.preventDefault(); ACTS[act](); }
  });
  stage.addEventListener("wheel", function (e) {
    if (!e.ctrlKey) return;
    e.preventDefault();
    ACTS[e.deltaY < 0 ? "in" : "out"]();
  }, { passive: false });
  window.addEventListener("resize", lay);

  function over() { if (feed) feed.close(); show({ state: "blank" }); location.replace(base); }
  function fresh() { heard = Date.now(); cut.hidden = true; }
  // What can't be kept up to date is not kept before anybody's eyes: the next person may stand there already.
  function lost() { if (cut.hidden && Date.now() - heard > ASK * 2) { cut.hidden = false; show({ state: "blank" }); } }

  function ask() {
    if (asking) return;
    asking = true;
    var call = new XMLHttpRequest();
    call.open("GET", base + "/view");
    call.timeout = 8000;
    call.onloadend = function () {
      asking = false;
      if (call.status === 200) { fresh(); show(JSON.parse(call.responseText)); }
      else if (call.status === 401 || call.status === 403) over();
      else lost();
    };
    call.send();
  }

  function listen() {
    if (feed) feed.close();
    var mine = feed = new EventSource(base + "/feed");
    mine.addEventListener("view", function (e) { if (mine === feed) { fresh(); show(JSON.parse(e.data)); } });
    mine.addEventListener("heartbeat", function () { if (mine === feed) fresh(); });
    mine.addEventListener("over", over);
    mine.onerror = function () { if (mine === feed && mine.readyState === 2) feed = null; };
  }

  setInterval(function () {
    if (!feed) listen();
    if (!feed || feed.readyState !== 1 || Date.now() - heard > QUIET) ask();
  }, ASK);
  draw();
  listen();
})();
