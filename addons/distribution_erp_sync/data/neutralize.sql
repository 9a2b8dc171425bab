-- A copy of the database must not talk to the real Kingdee.
UPDATE distribution_erp_backend
   SET active = FALSE;
