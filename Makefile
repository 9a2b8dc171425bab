# Table of contents of the commands; each is one module of scripts/. All state lives in .local/ (git-ignored).
PYTHON ?= python3
.DEFAULT_GOAL := help
# What a command prints is its own, also when another make calls this one.
MAKEFLAGS += --no-print-directory
.PHONY: $(shell grep -oE '^[a-z-]+:' $(firstword $(MAKEFILE_LIST)) | tr -d :)

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20
demo: ## everything, then the running demo company: [PORT=8069] [ERP_PORT=8870] [HOST=0.0.0.0 to let others in]
	@$(PYTHON) -m scripts.demo PORT="$(PORT)" ERP_PORT="$(ERP_PORT)" HOST="$(HOST)"
test: ## everything, then all tests: [ADDON=name,name] [K=expression] [AT='2028-02-29 17:30']
	@$(PYTHON) -m scripts.run_tests ADDON="$(ADDON)" K="$(K)" AT="$(AT)"
test-bootstrap: ## the long proofs of the set-up itself (10 minutes)
	@$(PYTHON) -m scripts.run_tests K=bootstrap MARK="long"
bench: ## how fast it is at the sizes promised; table and JSON in .local/bench/: [ONLY=hierarchy]
	@$(PYTHON) -m scripts.bench ONLY="$(ONLY)"
campaign: ## the commission engine against its reference in random worlds: [WORLDS=1000] [SEED=0]
	@$(PYTHON) -m scripts.campaign WORLDS="$(WORLDS)" SEED="$(SEED)"
seal-campaign: ## tampering with published statements, all of it found: [PLACES=50] [RUNS=400] [SEED=0]
	@$(PYTHON) -m scripts.seal_campaign PLACES="$(PLACES)" RUNS="$(RUNS)" SEED="$(SEED)"
kingdee-campaign: ## orders through a Kingdee that fails, by workers that die: [DOCUMENTS=10000] [SEED=1]
	@$(PYTHON) -m scripts.kingdee_campaign DOCUMENTS="$(DOCUMENTS)" SEED="$(SEED)"
screen-attacks: ## hostile texts in every field, every screen looked at by a browser: [TURN=0] [PUBLISH=1]
	@$(PYTHON) -m scripts.screen_attacks TURN="$(TURN)" PUBLISH="$(PUBLISH)"
backup-drill: ## backups made, damaged, burnt down, restored: [ORDERS=1000000] [PARTS=damage,fire,size] [PUBLISH=1]
	@$(PYTHON) -m scripts.backup_drill ORDERS="$(ORDERS)" PARTS="$(PARTS)" PUBLISH="$(PUBLISH)"
upgrade-check: ## every landed version, upgraded and compared with a fresh database: [FROM=commit,commit] [DEPS=today] [DEMO=0] [INSTALL=0] [PUBLISH=1]
	@$(PYTHON) -m scripts.upgrade_check FROM="$(FROM)" DEPS="$(DEPS)" DEMO="$(DEMO)" INSTALL="$(INSTALL)" PUBLISH="$(PUBLISH)"
stack-check: ## the deployment of deploy/ on this machine: nginx, workers, replica, and every promise tried: [PUBLISH=1]
	@$(PYTHON) -m scripts.stack PUBLISH="$(PUBLISH)"
failure-campaign: ## kills, full disks, double clicks over the month, then the books: [SCENARIOS=200] [SEED=1] [ONLY=n]
	@$(PYTHON) -m scripts.failure_campaign SCENARIOS="$(SCENARIOS)" SEED="$(SEED)" ONLY="$(ONLY)" LANES="$(LANES)" MINUTES="$(MINUTES)" PUBLISH="$(PUBLISH)"
lint: ## all checkers: [ONLY=ruff_check,translations]
	@$(PYTHON) -m scripts.lint ONLY="$(ONLY)"
security: ## rights, attacks and traces in their long form; table (half an hour): [SEED=1] [PUBLISH=1]
	@$(PYTHON) -m scripts.security SEED="$(SEED)" PUBLISH="$(PUBLISH)"
security-mutations: ## each record rule dropped, each right dropped and widened: the matrix must notice
	@$(PYTHON) -m scripts.security ONLY=mutations
audit: ## known vulnerabilities of the pinned packages; exit code 2 when no source can be reached
	@$(PYTHON) -m scripts.audit
pins: ## write the hashes of all releases into requirements*.txt, after a version was changed
	@$(PYTHON) -m scripts.pins
i18n: ## export translation templates, update zh_CN.po, verify: [ADDON=name]
	@$(PYTHON) -m scripts.i18n ADDON="$(ADDON)"
bootstrap: ## prepare .local/ (the other commands do it themselves)
	@$(PYTHON) -m scripts.bootstrap
db: ## a fresh database with all addons: DB=name [DEMO=1] [ADDON=name]
	@$(PYTHON) -m scripts.db DB="$(DB)" DEMO="$(DEMO)" ADDON="$(ADDON)"
up: ## serve a database in the background: DB=name PORT=8070 [WORKERS=n]
	@$(PYTHON) -m scripts.up DB="$(DB)" PORT="$(PORT)" HOST="$(HOST)" WORKERS="$(WORKERS)"
shell: ## an Odoo shell (runs standard input when that is no terminal): DB=name
	@$(PYTHON) -m scripts.shell DB="$(DB)"
load: ## a thousand distributors at once behind nginx, and the books afterwards: [THINK=20,10] [SIZE=full] [SEED=1] [PUBLISH=1]
	@$(PYTHON) -m scripts.load THINK="$(THINK)" SIZE="$(SIZE)" SEED="$(SEED)" PUBLISH="$(PUBLISH)"
rotate-keys: ## a new encryption key, and all sensitive values encrypted with it: DB=name
	@$(PYTHON) -m scripts.rotate_keys DB="$(DB)"
stop: ## end all servers of this project, PostgreSQL included
	@$(PYTHON) -m scripts.stop
clean: ## remove databases, their files and logs; keep what was downloaded
	@$(PYTHON) -m scripts.clean
distclean: ## remove all of .local/
	@$(PYTHON) -m scripts.clean --all
replay: ## a file of real orders through import, engine and settlement: DB=name FILE=path.csv
	@$(PYTHON) -m scripts.replay DB="$(DB)" FILE="$(FILE)"
dashboards: ## write the spreadsheets of the reports from scripts/dashboards/contents.py
	@$(PYTHON) -m scripts.dashboards
screenshots: ## the manual's pictures, from a fresh demo: [DB=name] [OUT=docs/manual/images] [ONLY=member]
	@$(PYTHON) -m scripts.screenshots DB="$(DB)" OUT="$(OUT)" ONLY="$(ONLY)"
manual-check: ## the manual's first chapter, step by step on a fresh clone: [PORT=8269] [URL=a running demo] [PUBLISH=1]
	@$(PYTHON) -m scripts.manual PORT="$(PORT)" ERP_PORT="$(ERP_PORT)" URL="$(URL)" PUBLISH="$(PUBLISH)"
site: ## the manual as web pages in .local/site/
	@$(PYTHON) -m scripts.site
