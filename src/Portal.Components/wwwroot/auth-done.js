// An app that shows the page in a view of its own learns that it may go on (Matrix client-server API, user-interactive authentication, fallback). Load with "defer".
window.onAuthDone?.();
