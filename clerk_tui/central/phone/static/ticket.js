// The ticket's page follows the queue: its number, who is ahead, and the window that calls.
(function () {
  "use strict";
  var place = document.getElementById("ticket");
  var line = document.getElementById("line");
  var title = document.title;
  function state() { return place.firstElementChild ? place.firstElementChild.dataset.state : ""; }
  var was = state();
  var feed = new EventSource("/t/feed");
  feed.addEventListener("ticket", function (e) {
    place.innerHTML = JSON.parse(e.data).html;
    document.title = place.firstElementChild.dataset.title || title;
    if (state() === "called" && was !== "called" && navigator.vibrate) navigator.vibrate([300, 150, 300]);
    was = state();
  });
  feed.addEventListener("over", function () { feed.close(); location.reload(); });
  feed.onopen = function () { line.hidden = true; };
  feed.onerror = function () { line.hidden = false; };
})();
