# Lists the targets of a Makefile: "##@ heading" and "target: … ## what it does".
BEGIN { FS = ":.*## " ; print "make TARGET [TORCH=auto|default|cpu]" }
/^##@ / { printf "\n%s\n", substr($0, 5) }
/^[a-z-]+:.*## / { printf "  %-16s %s\n", $1, $2 }
