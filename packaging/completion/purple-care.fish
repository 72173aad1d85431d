# SPDX-License-Identifier: GPL-2.0-or-later
# Completes purple-care in fish. tools/check-commands compares it with the program.

function __purple_care_is --description 'whether the command is one of these; "policy check" is one'
    set -l words (commandline -opc)
    contains -- "$words[2]" $argv; or contains -- "$words[2..3]" $argv
end

function __purple_care_is_at --description 'whether this is the word of that number, behind these'
    set -l words (commandline -opc)
    test (count $words) -eq $argv[1]; and test "$words[2..]" = "$argv[2..]"
end

function __purple_care_zones
    echo UTC
    string match --invert '#*' </usr/share/zoneinfo/zone1970.tab | string split --fields 3 \t
end

complete -c purple-care -f
complete -c purple-care -s h -l help -d 'Show help'
complete -c purple-care -n '__purple_care_is_at 1' -l version -d 'Show the version'

# Commands
set -l unmarked '__purple_care_is comments; and not __fish_seen_subcommand_from read handled theme best undo'
set -l named '__purple_care_is_at 1; or __purple_care_is_at 2 help'
complete -c purple-care -n $named -a report -d 'The score, who answered, and what to do next'
complete -c purple-care -n $named -a kpi -d 'The score as a KPI: twelve attributes'
complete -c purple-care -n $named -a audit -d 'How asking went, agent by agent'
complete -c purple-care -n $named -a comments -d 'What customers said, and who saw to it'
complete -c purple-care -n $named -a why -d 'Why one chat was asked or not'
complete -c purple-care -n $named -a simulate -d 'What a policy would have asked'
complete -c purple-care -n $named -a score -d 'The score of counts that you type'
complete -c purple-care -n $named -a answers -d 'How customers\' replies are read'
complete -c purple-care -n $named -a cues -d 'What reminders hear in chat lines'
complete -c purple-care -n $named -a customers -d 'Whom the store knows'
complete -c purple-care -n $named -a forget -d 'Erase a customer, in copies too'
complete -c purple-care -n $named -a import -d 'Take in chats of another system'
complete -c purple-care -n $named -a export -d 'Chats, answers or the ledger'
complete -c purple-care -n $named -a backup -d 'A whole copy of the store'
complete -c purple-care -n $named -a verify -d 'Whether the store is whole and unedited'
complete -c purple-care -n $named -a doctor -d 'What is amiss, and what to do'
complete -c purple-care -n $named -a policy -d 'Check settings, or show what is in force'
complete -c purple-care -n $named -a version -d 'The version'
complete -c purple-care -n '__purple_care_is_at 1' -a help -d 'Help on a command'
complete -c purple-care -n '__purple_care_is_at 2 policy' -a check -d 'Name each mistake in settings files'
complete -c purple-care -n '__purple_care_is_at 2 policy' -a show -d 'Every setting, its value and where it is from'
complete -c purple-care -n $unmarked -a read -d 'Mark as read'
complete -c purple-care -n $unmarked -a handled -d 'Mark as handled'
complete -c purple-care -n $unmarked -a theme -d 'Give a theme'
complete -c purple-care -n $unmarked -a best -d 'Best practice, shown to the team'
complete -c purple-care -n $unmarked -a undo -d 'Take the last mark back'

# What several have
set -l periods '__purple_care_is report kpi audit comments simulate'
complete -c purple-care -n $periods -l period -x -a 'quarter last-quarter 90d year all' -d 'Which chats'
complete -c purple-care -n $periods -l quarter -x -d 'A calendar quarter, as 2025-Q1'
complete -c purple-care -n $periods -l rolling -x -d 'The 90 days before a time'
complete -c purple-care -n $periods -l from -x -d 'From this day or time on'
complete -c purple-care -n $periods -l to -x -d 'To before this day or time'
complete -c purple-care -n '__purple_care_is report kpi audit comments simulate why import' -l tz -x -a '(__purple_care_zones)' -d 'Time zone'
complete -c purple-care -n '__purple_care_is report audit comments' -l agent -x -d 'Only this agent'
complete -c purple-care -n '__purple_care_is report audit comments' -l protocol -x -d 'Only this protocol'
complete -c purple-care -n '__purple_care_is report audit' -s v -l verbose -d 'Name everybody who stands in several stores'
complete -c purple-care -n '__purple_care_is report kpi audit comments customers export' -s o -l output -r -F -d 'Write to a file'
complete -c purple-care -n '__purple_care_is report kpi audit comments why simulate customers forget import export backup verify doctor' -l store -r -F -d 'The store'
complete -c purple-care -n '__purple_care_is report' -l format -x -a 'text json csv html' -d 'How to show it'
complete -c purple-care -n '__purple_care_is kpi' -l format -x -a 'text html json' -d 'How to show it'
complete -c purple-care -n '__purple_care_is audit' -l format -x -a 'text json csv' -d 'How to show it'
complete -c purple-care -n '__purple_care_is comments customers' -s f -l format -x -a 'text json csv' -d 'How to show it'
complete -c purple-care -n '__purple_care_is export' -s f -l format -x -a 'csv json' -d 'How to write it'
complete -c purple-care -n '__purple_care_is simulate score verify doctor' -l format -x -a 'text json' -d 'How to show it'
complete -c purple-care -n '__purple_care_is answers' -l format -x -a tsv -d 'How to show it'

# What one has
complete -c purple-care -n '__purple_care_is report' -l by -x -a 'agent item protocol week quarter language hour customer' -d 'Break down'
complete -c purple-care -n '__purple_care_is report' -l compare -r -k -a '(__fish_complete_suffix .json) previous quarter last-quarter 90d year all' -d 'Lay another period or report beside'
set -l sectors airlines banks credit-unions energy financial-advice government health-insurance hospitals hotels internet mobile \
    online-investment online-retail property-insurance retail specialty-retail supermarkets travel-agencies uk none
complete -c purple-care -n '__purple_care_is report' -l sector -x -a "$sectors" -d 'Lay a published figure beside'
complete -c purple-care -n '__purple_care_is report' -l folder -x -a '(__fish_complete_directories)' -d 'Keep a quarter\'s report there'
complete -c purple-care -n '__purple_care_is report' -l recount -d 'Count chats one by one'
complete -c purple-care -n '__purple_care_is comments' -l low -d 'Only marks of 1 and 2'
complete -c purple-care -n '__purple_care_is comments' -l open -d 'Only those that nobody has handled'
complete -c purple-care -n '__purple_care_is comments' -l unread -d 'Only what nobody has read'
complete -c purple-care -n '__purple_care_is comments' -l customer -x -d 'Only this customer'
complete -c purple-care -n '__purple_care_is comments' -l mark-read -d 'Mark as read what is listed'
complete -c purple-care -n '__purple_care_is comments' -l all -d 'With read: all that is picked'
complete -c purple-care -n '__purple_care_is comments' -l note -x -d 'With handled: what was done'
complete -c purple-care -n '__purple_care_is simulate' -l policy -r -F -d 'Settings to try'
complete -c purple-care -n '__purple_care_is simulate' -l logs -x -a '(__fish_complete_directories)' -d 'The client\'s logs'
complete -c purple-care -n '__purple_care_is simulate' -l end -x -a 'closed explicit idle' -d 'How chats ended where that is not known'
complete -c purple-care -n '__purple_care_is simulate' -l response -x -d 'Percent who answer'
complete -c purple-care -n '__purple_care_is score' -l counts -x -d 'Ratings of each step, lowest first'
complete -c purple-care -n '__purple_care_is score import' -l scale -x -d 'The scale, as 1-5'
complete -c purple-care -n '__purple_care_is answers' -s l -l lang -x -a 'ar cs de en es fr hi it ja ko nl pl pt ru sv tr uk zh' -d 'The survey\'s language'
complete -c purple-care -n '__purple_care_is cues' -s l -l lang -x -a 'de en es fr it nl pl pt' -d 'The chat\'s language'
complete -c purple-care -n '__purple_care_is answers cues' -l explain -d 'Say what decided'
complete -c purple-care -n '__purple_care_is customers' -s m -l match -x -d 'Only addresses that hold this'
complete -c purple-care -n '__purple_care_is forget' -s n -l dry-run -d 'Erase nothing, say what would go'
complete -c purple-care -n '__purple_care_is forget' -s y -l yes -d 'Do not ask'
complete -c purple-care -n '__purple_care_is forget' -l delete-damaged -d 'Delete files that cannot be cleaned'
complete -c purple-care -n '__purple_care_is import' -F
complete -c purple-care -n '__purple_care_is import' -l map -x -d 'Which column of theirs is which'
complete -c purple-care -n '__purple_care_is import' -l unrated -x -a 'expired not_asked' -d 'What a chat without a rating was'
complete -c purple-care -n '__purple_care_is import' -l dry-run -d 'Check all of it, store nothing'
complete -c purple-care -n '__purple_care_is import' -l skip-bad -d 'Leave bad rows out'
complete -c purple-care -n '__purple_care_is import' -l definition -x -d 'Name that keeps these answers apart'
complete -c purple-care -n '__purple_care_is export' -s w -l what -x -a 'chats answers ledger' -d 'What to write out'
complete -c purple-care -n '__purple_care_is export' -s c -l customer -x -d 'Only what is kept of this customer'
complete -c purple-care -n '__purple_care_is backup' -F
complete -c purple-care -n '__purple_care_is backup' -l force -d 'Replace the file'
complete -c purple-care -n '__purple_care_is verify' -l rebuild-sums -d 'First make the sums anew'
complete -c purple-care -n '__purple_care_is "policy check"' -F
complete -c purple-care -n '__purple_care_is policy' -l system-dir -x -a '(__fish_complete_directories)' -d 'In place of the folder under /etc'
complete -c purple-care -n '__purple_care_is policy' -l user-file -r -F -d 'In place of the user\'s settings'
complete -c purple-care -n '__purple_care_is "policy show"' -l plain -d 'One key a line for programs'
