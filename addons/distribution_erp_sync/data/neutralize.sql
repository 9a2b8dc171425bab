-- A copy of the database must not talk to the real Kingdee, and must not be able to.
UPDATE distribution_erp_backend
   SET active = FALSE,
       state = 'draft',
       app_secret = NULL,
       password = NULL,
       authority_code = NULL,
       stock_token = NULL;
