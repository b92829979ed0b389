"""Loops of messages: functions whose messages come back to them, by a queue or by a topic that feeds a queue."""

from templates import Stack, listed


def feeds(stack: Stack) -> dict[str, set[str]]:
    """The functions that a message reaches, by the queue or topic that it is sent to."""
    fed: dict[str, set[str]] = {}
    for mapping in stack.of_type("AWS::Lambda::EventSourceMapping").values():
        fed.setdefault(mapping["EventSourceArn"], set()).add(mapping["FunctionName"].strip("<>"))
    for subscription in stack.of_type("AWS::SNS::Subscription").values():
        if subscription["Protocol"] == "sqs":
            fed.setdefault(subscription["TopicArn"], set()).update(fed.get(subscription["Endpoint"], set()))
    return fed


def sends(stack: Stack, function: str) -> set[str]:
    """The queues and topics that a function may send messages to."""
    arn = stack.of_type("AWS::Lambda::Function")[function]["Role"]
    role = stack.of_type("AWS::IAM::Role")[arn.strip("<>").removesuffix(".Arn")]
    granted = stack.granted(role)
    actions = {"sqs:SendMessage", "sns:Publish"}
    return {where for one in granted if actions & set(listed(one["Action"])) for where in listed(one["Resource"])}


def in_loops(stack: Stack, allowed: bool) -> set[str]:
    """The functions in a loop whose property RecursiveLoop allows that, or does not."""
    functions = stack.of_type("AWS::Lambda::Function")
    fed = feeds(stack)
    follows = {name: {next for where in sends(stack, name) for next in fed.get(where, set())} for name in functions}
    looping = {name for name in functions if name in reached(follows, name)}
    return {name for name in looping if (functions[name].get("RecursiveLoop") == "Allow") == allowed}


def reached(follows: dict[str, set[str]], start: str) -> set[str]:
    """What can be reached in one step or more."""
    seen: set[str] = set()
    new = follows[start]
    while new:
        seen |= new
        new = {after for one in new for after in follows[one]} - seen
    return seen
