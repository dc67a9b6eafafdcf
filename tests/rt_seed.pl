# Seeds a freshly initialised Request Tracker 5 database for the tests. Reads RT_SITE_CONFIG; its one
# line of output is the agent's authentication token.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT -init;

my $root = RT->SystemUser;

sub made {
    my ($what, $ok, $message) = @_;
    die "$what: " . ($message // 'failed') . "\n" unless $ok;
}

my $helpdesk = RT::Queue->new($root);
made('queue', $helpdesk->Create(Name => 'Helpdesk', Lifecycle => 'psa'));

sub person {
    my ($name, $privileged) = @_;
    my $person = RT::User->new($root);
    made($name, $person->Create(
        Name => $name, EmailAddress => "$name\@rt.test", RealName => ucfirst $name,
        Password => "$name-password", Privileged => $privileged,
    ));
    return $person;
}

sub grant {
    my ($principal, @rights) = @_;
    made("right $_", $principal->PrincipalObj->GrantRight(Object => $helpdesk, Right => $_)) for @rights;
}

# What an engineer's account needs, and no more.
my $agent = person('agent', 1);
grant($agent, qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ReplyToTicket CommentOnTicket ModifyTicket));
# May read and write notes, but not change a ticket.
grant(person('reader', 1), qw(SeeQueue ShowTicket ShowTicketComments ReplyToTicket CommentOnTicket));
# May only look.
grant(person('viewer', 1), qw(SeeQueue ShowTicket ShowTicketComments));
# Sees nothing of this queue.
person('stranger', 1);

person('customer', 0);
my $requestors = $helpdesk->RoleGroup('Requestor');
grant($requestors, qw(SeeQueue ShowTicket ReplyToTicket));

# A workflow rule as desks have them: it takes the status back, after the change was confirmed.
my $scrip = RT::Scrip->new($root);
made('scrip', $scrip->Create(
    Queue => $helpdesk->Id, Description => 'Keep [wf] tickets open', Template => 'Blank',
    ScripCondition => 'On Status Change', ScripAction => 'User Defined',
    CustomPrepareCode => 'return $self->TicketObj->Subject =~ /\[wf\]/ && $self->TransactionObj->NewValue eq "resolved";',
    CustomCommitCode => 'my $ticket = RT::Ticket->new(RT->SystemUser); $ticket->Load($self->TicketObj->Id); '
        . 'return ($ticket->SetStatus("open"))[0];',
));

my ($ok, $message, $token) = RT::AuthToken->new($root)->Create(Owner => $agent->Id, Description => 'tests');
made('token', $ok, $message);
print "$token\n";
