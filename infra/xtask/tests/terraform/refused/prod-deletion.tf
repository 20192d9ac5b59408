# folder: environments/prod
module "stack" {
  source = "../../modules/stack"
  deletion_protection = false # here

  database = {
    high_availability = true
  }
}
