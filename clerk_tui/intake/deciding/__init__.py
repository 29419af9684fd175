"""How a case decides: one subject a module, all of them registered in `intake.decide`."""
