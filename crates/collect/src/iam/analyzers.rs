//! The access analyzers of a Region.
use calls::accessanalyzer::list_analyzers::ListAnalyzers;
use calls::{Call, Client};
use model::iam::{Analyzer, Analyzers};

use crate::Aws;
use crate::fault::{Answer, present};
use crate::reader::{At, Read};

impl Read for Analyzers {
    async fn read(aws: &Aws, region: &At) -> Answer<Vec<Analyzer>> {
        let client = aws.client(Some(&region.id), Client::new);
        let response = ListAnalyzers::new().send(&client).await?;
        let analyzers = response.analyzers.into_iter().map(|analyzer| {
            Ok(Analyzer {
                arn: analyzer.arn,
                kind: present(analyzer.r#type, "type")?,
                status: present(analyzer.status, "status")?,
            })
        });
        analyzers.collect()
    }
}
