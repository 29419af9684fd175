// The ticket's page follows the queue: by its feed, by asking when that is cut, at once when the phone wakes up.
(function () {
  "use strict";
  var body = document.body, QUIET = 25000, ASK = 5000, OPEN = 15000;
  function el(id) { return document.getElementById(id); }
  var now = el("now"), acts = el("acts"), age = el("age"), say = el("say");
  var was = { state: body.getAttribute("data-state"), calls: +body.getAttribute("data-calls"), may: acts.getAttribute("data-may"), now: "", said: "" };
  var at = age.getAttribute("data-at"), heard = Date.now(), cut = false, feed = null, opened = 0, asked = 0, asking = false;
  var title = document.title, blink = false;

  function aged() {
    age.textContent = age.getAttribute(cut ? "data-cut" : "data-fresh").replace("{at}", at);
    age.className = cut ? "age cut" : "age";
  }
  function fresh(time) { at = time; heard = Date.now(); cut = false; aged(); }
  function lost() { if (!cut) { cut = true; aged(); } }
  function buzz() { try { if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 800]); } catch (e) { /* not allowed */ } }
  function over() { if (feed) feed.close(); location.replace("/t"); }

  function show(d) {
    var moved = d.state !== was.state;
    // A page that is over has other ways out: the whole of it is drawn anew.
    if (moved && /^(done|passed|cancelled|abandoned|not_served|void)$/.test(d.state)) return over();
    if (moved && /^(passed|done)$/.test(was.state)) return over();
    if (d.now !== was.now) { now.innerHTML = d.now; was.now = d.now; }
    // What is being filled in or asked stays untouched as long as it is the same.
    if (d.may !== was.may) { acts.innerHTML = d.acts; was.may = d.may; }
    if (d.said !== was.said) { say.textContent = d.said; was.said = d.said; }
    title = document.title = d.title;
    if (d.state === "called" && (moved || d.calls > was.calls)) buzz();
    was.state = d.state; was.calls = d.calls;
    body.setAttribute("data-state", d.state);
    fresh(d.at);
  }

  function ask() {
    if (asking) return;
    asking = true; asked = Date.now();
    var call = new XMLHttpRequest();
    call.open("GET", "/t/view");
    call.timeout = 8000;
    call.onloadend = function () {
      asking = false;
      if (call.status === 200) { try { show(JSON.parse(call.responseText)); } catch (e) { lost(); } }
      else if (call.status === 401 || call.status === 410) over();
      else lost();
    };
    call.send();
  }

  function listen() {
    if (feed) feed.close();
    feed = null; opened = Date.now();
    if (!window.EventSource) return;
    var mine = feed = new EventSource("/t/feed");
    mine.addEventListener("ticket", function (e) { if (mine === feed) show(JSON.parse(e.data)); });
    mine.addEventListener("heartbeat", function (e) { if (mine === feed) fresh(JSON.parse(e.data).at); });
    mine.addEventListener("over", over);
    mine.onerror = function () { if (mine !== feed) return; lost(); if (mine.readyState === 2) feed = null; };
  }

  function look() {
    var time = Date.now();
    if (time - heard > QUIET) lost();
    if ((!feed || cut) && time - asked > ASK) ask();
    if ((!feed || time - heard > QUIET) && time - opened > OPEN) listen();
  }
  function wake() {
    if (document.hidden) return;
    if (Date.now() - heard > 3000) { ask(); listen(); }
  }

  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", function (e) { if (e.persisted) wake(); });
  window.addEventListener("online", wake);
  window.addEventListener("offline", lost);
  setInterval(look, 2500);
  setInterval(function () {
    blink = was.state === "called" && document.hidden && !blink;
    document.title = blink ? "\u25cf\u25cf " + title : title;
  }, 1000);
  listen();
})();
