# Lists the targets of a Makefile: "##@ heading" and "target: … ## what it does".
BEGIN { FS = ":.*## " ; print "make TARGET [TORCH=auto|default|cpu] [TESTS=\"what is handed to pytest\"] [JOBS=how many processes run tests]" }
/^##@ / { printf "\n%s\n", substr($0, 5) }
/^[a-z-]+:.*## / { printf "  %-16s %s\n", $1, $2 }
