//! Reads of what watches a trail's log group: its metric filters, the alarms on their metrics, and
//! whether the SNS topics of these have a subscriber.
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use calls::cloudtrail::describe_trails::DescribeTrails;
use calls::cloudwatch::describe_alarms::{CompositeAlarm, DescribeAlarms, MetricAlarm};
use calls::logs::describe_metric_filters::{
    self, DescribeMetricFilters, RESOURCE_NOT_FOUND_EXCEPTION,
};
use calls::sns::list_subscriptions_by_topic::{ListSubscriptionsByTopic, NOT_FOUND_EXCEPTION};
use calls::{Call, Client};
use model::cloudtrail::{
    Action, Alarm, Metric, MetricFilter, Notifies, TrailAlarms, Trigger, Watch,
};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Read};

impl Read for TrailAlarms {
    async fn read(aws: &Aws, trail: &At) -> Answer<Watch> {
        let Some(group) = log_group(aws, trail).await? else {
            return Ok(Watch::NoLogGroup);
        };
        if *group.account != *aws.account().id {
            return Ok(Watch::OtherAccount(group.account));
        }
        match metric_filters(aws, &group).await {
            Ok(mut filters) => {
                alarms(aws, &group.region, &mut filters).await?;
                notifies(aws, &mut filters).await?;
                Ok(Watch::Filters(filters))
            }
            Err(fault) if *fault.code == *RESOURCE_NOT_FOUND_EXCEPTION => {
                Ok(Watch::LogGroupDeleted)
            }
            Err(fault) => Err(fault),
        }
    }
}

/// What `arn:aws:logs:eu-west-1:111122223333:log-group:trail:*` consists of.
struct LogGroup {
    region: String,
    account: String,
    name: String,
}

async fn log_group(aws: &Aws, trail: &At) -> Answer<Option<LogGroup>> {
    let client = aws.client(trail.region.as_deref(), Client::new);
    // By its name alone no trail of another account is found.
    let response = DescribeTrails::new().send(&client).await?;
    let mut trails = response.trail_list.into_iter();
    let own = trails.find(|one| *one.trail_arn == *trail.id);
    let own = present(own, "the trail")?;
    let arn = own.cloud_watch_logs_log_group_arn;
    let Some(arn) = arn.filter(|arn| !arn.is_empty()) else {
        return Ok(None);
    };
    let parts: Vec<&str> = arn.split(':').collect();
    match parts[..] {
        [_, _, "logs", region, account, "log-group", name, ..] => Ok(Some(LogGroup {
            region: region.into(),
            account: account.into(),
            name: name.into(),
        })),
        _ => Err(Fault::odd(format!("`{arn}` is no ARN of a log group"))),
    }
}

async fn metric_filters(aws: &Aws, group: &LogGroup) -> Answer<Vec<MetricFilter>> {
    let client = aws.client(Some(&group.region), Client::new);
    let call = DescribeMetricFilters {
        log_group_name: Some(group.name.clone()),
        ..DescribeMetricFilters::new()
    };
    let sent = call.send(&client).await;
    let response = sent.map_err(|error| Fault::from(error).of("logs:DescribeMetricFilters"))?;
    response
        .metric_filters
        .into_iter()
        .map(metric_filter)
        .collect()
}

/// A filter of transformed events says so, and one of some events alone by which system fields it
/// selects them (CloudWatch Logs API reference, `MetricFilter`).
fn metric_filter(filter: describe_metric_filters::MetricFilter) -> Answer<MetricFilter> {
    let transformed = filter.apply_on_transformed_logs == Some(true);
    let selects = filter.field_selection_criteria;
    let transformations = present(filter.metric_transformations, "metricTransformations")?;
    let metrics = transformations.into_iter().map(|metric| Metric {
        namespace: metric.metric_namespace,
        name: metric.metric_name,
        value: metric.metric_value,
        dimensions: metric.dimensions.is_some_and(|all| !all.is_empty()),
        alarms: Vec::new(),
    });
    Ok(MetricFilter {
        name: filter.filter_name,
        pattern: present(filter.filter_pattern, "filterPattern")?,
        as_delivered: !transformed && selects.is_none_or(|criteria| criteria.is_empty()),
        metrics: metrics.collect(),
    })
}

/// Enters the alarms of the Region that are about the metrics of some filters: a Region may have
/// thousands of others, of which nothing is kept.
async fn alarms(aws: &Aws, region: &str, filters: &mut [MetricFilter]) -> Answer<()> {
    let mut metrics: Vec<&mut Metric> = filters
        .iter_mut()
        .flat_map(|filter| &mut filter.metrics)
        .collect();
    if metrics.is_empty() {
        return Ok(());
    }
    let client = aws.client(Some(region), Client::new);
    let call = DescribeAlarms {
        alarm_types: Some(vec!["MetricAlarm".into(), "CompositeAlarm".into()]),
        ..DescribeAlarms::new()
    };
    let (mut pages, mut composites) = (call.pages(&client), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| Fault::from(error).of("cloudwatch:DescribeAlarms"))?;
        composites.extend(page.composite_alarms);
        for one in &page.metric_alarms {
            for metric in metrics.iter_mut().filter(|metric| is_on(one, metric)) {
                metric.alarms.push(alarm(one)?);
            }
        }
    }
    for alarm in metrics.iter_mut().flat_map(|metric| &mut metric.alarms) {
        let naming = composites.iter().filter(|one| names(one, &alarm.name));
        alarm.composites = naming.map(|one| one.alarm_name.clone()).collect();
    }
    Ok(())
}

/// Whether an alarm is on a metric: alone, or as one of those that an expression is made of. With
/// dimensions it is on another metric of that name.
fn is_on(alarm: &MetricAlarm, metric: &Metric) -> bool {
    let same = |namespace: &Option<String>, name: &Option<String>| {
        namespace.as_deref() == Some(&metric.namespace) && name.as_deref() == Some(&metric.name)
    };
    let dimensions = alarm.dimensions.as_ref().is_some_and(|all| !all.is_empty());
    let alone = same(&alarm.namespace, &alarm.metric_name);
    let mut queries = alarm.metrics.iter().flatten();
    (alone && (metric.dimensions || !dimensions))
        || queries.any(|query| {
            let stat = query
                .metric_stat
                .as_ref()
                .and_then(|stat| stat.metric.as_ref());
            stat.is_some_and(|stat| same(&stat.namespace, &stat.metric_name))
        })
}

fn alarm(alarm: &MetricAlarm) -> Answer<Alarm> {
    let actions = present(alarm.alarm_actions.as_ref(), "AlarmActions")?;
    let action = |arn: &String| Action {
        arn: arn.clone(),
        notifies: Notifies::NoTopic,
    };
    // An alarm on one metric has its name, and a threshold unless it is on a band.
    let trigger = match (&alarm.metric_name, alarm.threshold) {
        (Some(_), Some(threshold)) => Trigger::Threshold {
            statistic: alarm.statistic.clone(),
            comparison: present(alarm.comparison_operator.clone(), "ComparisonOperator")?,
            threshold,
        },
        _ => Trigger::Expression,
    };
    Ok(Alarm {
        name: alarm.alarm_name.clone(),
        trigger,
        actions_enabled: present(alarm.actions_enabled, "ActionsEnabled")?,
        actions: actions.iter().map(action).collect(),
        composites: Vec::new(),
    })
}

/// Whether the rule of a composite alarm names an alarm, in one of the forms `ALARM(name)`,
/// `ALARM("name")` and with the ARN in place of the name.
fn names(composite: &CompositeAlarm, alarm: &str) -> bool {
    let rule = composite.alarm_rule.as_deref().unwrap_or_default();
    let forms = [
        format!("({alarm})"),
        format!("\"{alarm}\""),
        format!(":alarm:{alarm}"),
    ];
    forms.iter().any(|form| rule.contains(form.as_str()))
}

/// Asks of each SNS topic once whether it has a confirmed subscription.
async fn notifies(aws: &Aws, filters: &mut [MetricFilter]) -> Answer<()> {
    let mut topics: BTreeMap<String, Notifies> = BTreeMap::new();
    let metrics = filters.iter_mut().flat_map(|filter| &mut filter.metrics);
    let alarms = metrics.flat_map(|metric| &mut metric.alarms);
    for action in alarms.flat_map(|alarm| &mut alarm.actions) {
        if let Some(answer) = topics.get(&action.arn) {
            action.notifies = *answer;
            continue;
        }
        action.notifies = notifies_by(aws, &action.arn).await?;
        topics.insert(action.arn.clone(), action.notifies);
    }
    Ok(())
}

async fn notifies_by(aws: &Aws, arn: &str) -> Answer<Notifies> {
    let parts: Vec<&str> = arn.split(':').collect();
    let [_, _, "sns", region, account, _] = parts[..] else {
        return Ok(Notifies::NoTopic);
    };
    if *account != *aws.account().id {
        return Ok(Notifies::OtherAccount);
    }
    let client = aws.client(Some(region), Client::new);
    let mut pages = ListSubscriptionsByTopic::new(arn).pages(&client);
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| Fault::from(error).of("sns:ListSubscriptionsByTopic"));
        let page = match page {
            Err(fault) if *fault.code == *NOT_FOUND_EXCEPTION => break,
            page => page?,
        };
        // One that nobody confirmed has `PendingConfirmation` in place of its ARN (SNS API
        // reference, `Subscribe`).
        let confirmed = |arn: &String| arn.starts_with("arn:");
        let mut arns = page
            .subscriptions
            .iter()
            .filter_map(|one| one.subscription_arn.as_ref());
        if arns.any(confirmed) {
            return Ok(Notifies::Subscribed);
        }
    }
    Ok(Notifies::Unsubscribed)
}
