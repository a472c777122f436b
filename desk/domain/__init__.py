"""The rules of a front desk, and nothing else: no window, no database, no clock of its own.

Words (English in the code, Latvian on the screen and in the office):

| here | Latvian | what it is |
| --- | --- | --- |
| visit | apmeklējums | one client's time at the branch, from the ticket to the end |
| ticket | talons | a visit's place in the queue, with its number, e.g. A014 |
| queue | rinda | the tickets of a site's day that wait |
| call | izsaukums | the number is called out; recall: once more |
| walk-in | dzīvā rinda | a client without a booking |
| appointment, booking | pieraksts | a client is expected at a slot for a service |
| slot | pieraksta laiks | the instant at which a booking begins |
| arrival class | ierašanās | how an arrival stands to its slot: early, in time, ..., late |
| call order | izsaukšanas kārtība | who is next, by a policy that headquarters set |
| place | vieta rindā | the instant that ranks a ticket; kept when parked or transferred |
| period | posms | a stretch of a visit's time: waiting, called, serving, parked, interrupted |
| telephone call | zvans | at a counter; it interrupts serving, its note lies over the visit |
| park | atlikt | set a ticket aside while the client fetches something |
| transfer | nodot | to another counter or service, the place is kept |
| no-show | neierašanās | called, and did not come |
| stop | pārtraukt saskarsmi | end the contact because of conduct (AG-04) |
| outcome | iznākums | how serving ended: solved, incomplete, refused, referred, consulted |
| undo | atsaukt | take the last step back, within five minutes |
| correct | labot | record later what should have been recorded, with a reason |
| counter | lodziņš | where clients are served |
| clerk | darbinieks | who serves |
| branch head | nodaļas vadītājs | reviews incidents, closes the day |
| branch | nodaļa | an office; sub-branch: its office elsewhere on some weekdays |
| site | vieta | the branch or sub-branch whose queue and hours are meant |
| headquarters | galvenā pārvalde | gives content packs, hours, staff |
| incident | incidents | aggression, an error or the like that a supervisor must know of |
| first report | pirmais ziņojums | what happened and who was told, in under a minute |
| attachment | pielikums | a picture or scan of a report, made anew and encrypted |
| ladder | rīcības secība | the steps an institution sets for an aggressive client |
| content pack | satura pakotne | rules, hours, services, scripts as data with their sources |
| working day | darba diena | counts for deadlines; reception: when the doors are open |
| follow-up | vēl darāmais | what is to be done after the client has gone, by a term |
| day record | dienas ieraksts | a site's day: opening checklist, doors, close |
| deadline | termiņš | the last day of something promised or prescribed |
| projection | projekcija | what is known now, computed from all events |
"""
